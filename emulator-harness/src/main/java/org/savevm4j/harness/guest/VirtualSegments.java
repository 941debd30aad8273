// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * Which virtual segment a 256 MiB segment of an address space is: the pair of context and segment
 * number, times a constant, modulo a prime. That spreads the hashes of address spaces whose
 * contexts are neighbours, and can be undone, which tells whose an entry is that had to be evicted.
 */
final class VirtualSegments {

  /** log2 of a segment's bytes. */
  static final int SEGMENT_SHIFT = 28;

  /** The context of the kernel, whose addresses have their top bits set. */
  static final int KERNEL_CONTEXT = 0;

  /** Effective address of real address 0 in the linear map. */
  static final long KERNEL_BASE = 0xc000000000000000L;

  /** Bits of a segment number in an address space: 1 TiB of it can be used. */
  private static final int ESID_BITS = 12;

  private static final long PRIME = (1L << 31) - 1;
  private static final long FACTOR = 1540483477;
  private static final long INVERSE = inverse();

  private VirtualSegments() {}

  /** The virtual segment of {@code ea} in the address space {@code context}. */
  static long vsid(int context, long ea) {
    long esid = ea >>> SEGMENT_SHIFT & (1L << ESID_BITS) - 1;
    return ((context + 1L) << ESID_BITS | esid) * FACTOR % PRIME;
  }

  /** The context that {@link #vsid} made this of; for other numbers anything, negative ones too. */
  static long context(long vsid) {
    return (pair(vsid) >>> ESID_BITS) - 1;
  }

  /** The effective address, without the kernel's top bits, of the segment's start. */
  static long start(long vsid) {
    return (pair(vsid) & (1L << ESID_BITS) - 1) << SEGMENT_SHIFT;
  }

  private static long pair(long vsid) {
    return vsid % PRIME * INVERSE % PRIME;
  }

  /** By Fermat: the factor to the power of the prime less two. */
  private static long inverse() {
    long power = 1;
    long square = FACTOR;
    for (long exponent = PRIME - 2; exponent != 0; exponent >>= 1) {
      if ((exponent & 1) != 0) {
        power = power * square % PRIME;
      }
      square = square * square % PRIME;
    }
    return power;
  }
}
