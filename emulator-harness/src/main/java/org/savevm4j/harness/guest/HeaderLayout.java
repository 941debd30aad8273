// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * The guest's header. Real address 0, big-endian doublewords. The upper part says what the guest
 * was booted with, and is constant from boot on. The lower part says what table the guest has, and
 * what is asked of it: {@link GuestKernel#request} stores the request while the guest is paused,
 * all else is vCPU 0's.
 *
 * <pre>
 *    0 magic          "SVM4JGST"
 *    8 version        of the layout of all guest data
 *   16 RAM            bytes
 *   24 vCPUs          count
 *   32 workload       {@link Workload#code}
 *   40 rate           updates a second, 0 is unlimited
 *   48 seed
 *   56 pool           frames of each vCPU
 *   64 cache          frames of file contents that all processes share
 *
 *   72 table shift    log2 of the bytes of the table that the guest uses; 0 if it is radix
 *   80 request        {@link GuestEvent#word}; 0 is nothing, or done
 *   88 prepared       shift of the table that the machine has ready for the request; 0 is none
 *   96 hold           1 while the vCPUs but 0 shall not begin a step; never between steps of vCPU 0
 *  104 answer         code of the hypercall that decided the last request
 *  112 events         requests that were answered since boot
 * </pre>
 */
final class HeaderLayout {

  static final long MAGIC_VALUE = 0x53564d344a475354L;
  static final long VERSION_VALUE = 2;

  static final long RA = 0;

  static final long MAGIC = RA;
  static final long VERSION = RA + 8;
  static final long RAM_BYTES = RA + 16;
  static final long VCPUS = RA + 24;
  static final long WORKLOAD = RA + 32;
  static final long RATE = RA + 40;
  static final long SEED = RA + 48;
  static final long POOL_FRAMES = RA + 56;
  static final long CACHE_FRAMES = RA + 64;
  static final long TABLE_SHIFT = RA + 72;
  static final long REQUEST = RA + 80;
  static final long PREPARED = RA + 88;
  static final long HOLD = RA + 96;
  static final long ANSWER = RA + 104;
  static final long EVENTS = RA + 112;

  /** In bytes. */
  static final long LENGTH = 120;

  private HeaderLayout() {}
}
