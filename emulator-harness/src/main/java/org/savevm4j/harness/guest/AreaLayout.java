// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What a vCPU's kernel keeps for itself; written by that vCPU alone. Big-endian doublewords.
 *
 * <pre>
 *    0 updates        changed slots since boot
 *    8 evictions      entries removed from full groups
 *   16 surprises      times that something was not as the guest left it
 *   24 surprise       the first one: {@link Surprise#code}
 *   32 surprise EA    and where
 *   40 free frame     index + 1 of the first free frame of the pool; 0 is none
 *   48 free frames    count
 *   56 processes      alive
 *   64 mapped         pages in the page tables of the processes
 * </pre>
 */
final class AreaLayout {

  static final long UPDATES = 0;
  static final long EVICTIONS = 8;
  static final long SURPRISES = 16;
  static final long SURPRISE = 24;
  static final long SURPRISE_EA = 32;
  static final long FREE_FRAME = 40;
  static final long FREE_FRAMES = 48;
  static final long PROCESSES = 56;
  static final long MAPPED = 64;

  /** In bytes: a page of the dirty map, so that vCPUs do not dirty each other's. */
  static final long LENGTH = 4096;

  private AreaLayout() {}
}
