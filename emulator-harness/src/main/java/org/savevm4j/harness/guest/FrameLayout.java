// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * A frame of a vCPU's pool. Big-endian doublewords.
 *
 * <pre>
 *    0 references     page table entries that map the frame; 0 is free
 *    8 link           while free, index + 1 of the next free frame of the pool, or 0;
 *                     while used, the context that first got it
 * </pre>
 */
final class FrameLayout {

  static final long REFERENCES = 0;
  static final long LINK = 8;

  /** In bytes. */
  static final long LENGTH = 16;

  private FrameLayout() {}
}
