// SPDX-License-Identifier: Apache-2.0
/**
 * How short the packed format makes the tables of real guests, and how fast: next to its codec
 * alone and to LZ4 alone.
 *
 * <p>{@link org.savevm4j.harness.packedbench.PackedBench} has each {@code Way} pack and unpack the
 * iterations of each stream, compares what comes back, and times both directions. {@link
 * org.savevm4j.harness.packedbench.PackedBenchResult} tells the figures. One thread, the caller's.
 *
 * <p>The packed format is in blocks, each with its header and sum. The codec alone and LZ4 alone
 * are given pieces of the size of such a block, and nothing is added to what they make of them.
 */
package org.savevm4j.harness.packedbench;
