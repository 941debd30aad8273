// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of a migration stream, and nothing about what they mean.
 *
 * <p>{@link org.savevm4j.stream.StateOutput} and {@link org.savevm4j.stream.StateInput} put and get
 * big-endian integers and move bulk data between a channel and a {@link
 * java.lang.foreign.MemorySegment}. Both count bytes, so that every fault can name its offset. Each
 * belongs to one thread at a time: the migration thread when saving, the incoming thread when
 * loading.
 *
 * <p>Faults of the bytes are {@link org.savevm4j.stream.StreamException}s; faults of the channel
 * stay the {@link java.io.IOException} that it threw.
 *
 * @serial exclude
 */
package org.savevm4j.stream;
