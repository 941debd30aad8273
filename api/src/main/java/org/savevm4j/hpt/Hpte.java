// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

/**
 * An entry of the table: 16 bytes, two big-endian doublewords, in the layout before ISA 3.0.
 *
 * <pre>
 *   dword 0:  63:62 B | 61:7 AVPN | 6 lock | 5 absent | 4 bolted | 2 L | 1 H | 0 V
 *   dword 1:  63 PP0 | 61:60 key-high | 59:12 RPN | 11:9 key-low | 8 R | 7 C | 6:3 WIMG | 2 N | 1:0 PP
 * </pre>
 */
public final class Hpte {

  /** Size in bytes. */
  public static final int BYTES = 16;

  /** Offset in bytes of doubleword 1. */
  public static final int DWORD1 = 8;

  /** Dword 0: the entry is valid. */
  public static final long V_VALID = 0x1L;

  /** Dword 0: found by the secondary hash. */
  public static final long V_SECONDARY = 0x2L;

  /** Dword 0: a page larger than 4 KiB. */
  public static final long V_LARGE = 0x4L;

  /** Dword 0: a software bit by which a guest keeps an entry from eviction. */
  public static final long V_BOLTED = 0x10L;

  /** Dword 0: KVM's bit for an entry whose page is not there. */
  public static final long V_ABSENT = 0x20L;

  /** Dword 0: the entry's lock, a host's software bit. QEMU keeps its dirty mark here. */
  public static final long V_LOCK = 0x40L;

  /** Dword 0: the bits that a host keeps for itself and a guest never sees. */
  public static final long V_HOST = V_LOCK | V_ABSENT;

  /** Dword 0: abbreviated virtual page number, with the segment size B. */
  public static final long V_AVPN = 0xffffffffffffff80L;

  /** Dword 0: segment size B: 0 is 256 MiB, 1 is 1 TiB. */
  public static final long V_SEGMENT = 3L << 62;

  /** Dword 1: protection, its highest bit. */
  public static final long R_PP0 = 1L << 63;

  /** Doubleword 1: the two high bits of the key, five in all. */
  public static final long R_KEY_HIGH = 0x3000000000000000L;

  /** Dword 1: real page number, with the encoding of a large page's size in its low bits. */
  public static final long R_RPN = 0x0ffffffffffff000L;

  /** Doubleword 1: the three low bits of the key. */
  public static final long R_KEY_LOW = 0xe00L;

  /** Dword 1: referenced. */
  public static final long R_REFERENCED = 0x100L;

  /** Dword 1: changed. */
  public static final long R_CHANGED = 0x80L;

  /** Dword 1: write through, inhibited, coherent, guarded. */
  public static final long R_WIMG = 0x78L;

  /** Dword 1: no execute. */
  public static final long R_NO_EXECUTE = 0x4L;

  /** Dword 1: protection, its low two bits. */
  public static final long R_PP = 0x3L;

  private Hpte() {}
}
