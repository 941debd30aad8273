// SPDX-License-Identifier: Apache-2.0
/**
 * Flips single bits of a stream between two of ours and tells which of them a load finds, with and
 * without the capability {@code x-section-checksum}; and measures what the capability costs.
 *
 * <p>{@link org.savevm4j.harness.flips.RecordedStream} is a stream of a guest that ran while it was
 * sent, and where in it what stands ({@link org.savevm4j.harness.flips.Place}). {@link
 * org.savevm4j.harness.flips.Flips} draws bits, half of them from each kind of place in turn and
 * half from all bytes alike, and has {@link org.savevm4j.harness.flips.LoadTarget}, a machine as a
 * destination has it, load the stream with that one bit flipped. A load that comes to its end has
 * not found it: a destination would start the guest.
 */
package org.savevm4j.harness.flips;
