// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * The guest's header: what it was booted with. Written at boot, constant from then on. Real address
 * 0, big-endian doublewords.
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
 * </pre>
 */
final class HeaderLayout {

  static final long MAGIC_VALUE = 0x53564d344a475354L;
  static final long VERSION_VALUE = 1;

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

  /** In bytes. */
  static final long LENGTH = 72;

  private HeaderLayout() {}
}
