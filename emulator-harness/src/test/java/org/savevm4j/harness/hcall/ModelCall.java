// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import java.util.Arrays;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;

/** A hypercall with its arguments, and how such are drawn: few slots, so that calls meet. */
record ModelCall(int opcode, long... args) {

  /** In place of a call that a shrunk sequence has no need of. */
  static final int NONE = -1;

  private static final int[] OPCODES = {
    NONE,
    Hcall.H_ENTER,
    Hcall.H_ENTER,
    Hcall.H_ENTER,
    Hcall.H_ENTER,
    Hcall.H_REMOVE,
    Hcall.H_PROTECT,
    Hcall.H_READ,
    Hcall.H_CLEAR_REF,
    Hcall.H_CLEAR_MOD,
    Hcall.H_BULK_REMOVE,
    Hcall.H_RESIZE_HPT_PREPARE,
    Hcall.H_RESIZE_HPT_PREPARE,
    Hcall.H_RESIZE_HPT_PREPARE,
    Hcall.H_RESIZE_HPT_PREPARE,
    Hcall.H_RESIZE_HPT_COMMIT,
    Hcall.H_RESIZE_HPT_COMMIT,
    Hcall.H_REGISTER_PROC_TBL,
    Hcall.H_REGISTER_PROC_TBL,
    0x1c
  };

  /** Groups of tables of shift 18, and two that only those of 19 have. */
  private static final long[] GROUPS = {0, 0, 0, 0, 1, 2047, 2048, 4095};

  private static final long[] WRONG_SLOTS = {16384, 32768, 1L << 32, Long.MIN_VALUE, -1};

  private static final long[] AVPNS = {0, 0x80, 0x12_3480, 0x4000_0000_0100_0000L};

  /** With the base and actual sizes that there are, one that there is not, and I/O. */
  private static final long[] PAGES = {
    0x3000, 0x7000, 0x1000, 0x38000, 0x8000, 0x2000, 0x100_1000, 0x100_0000
  };

  /** Shifts of no table that this guest can have. */
  private static final long[] OTHER_SHIFTS = {0, 17, 20, 46, 47, -1};

  private static final long[] PROCESS_TABLES = {0x18, 0x18, 0x18, 0x1c, 0, 0x0c, 0x3c, -1};

  private static final long[] TYPES = {0x40, 0x40, 0x40, 0xc0, 0x80, 0};

  /** Any call. What is drawn first is the least of its kind: sequences shrink towards it. */
  static Gen<ModelCall> any() {
    return source -> {
      int opcode = OPCODES[(int) number(source, OPCODES.length)];
      return new ModelCall(
          opcode,
          switch (opcode) {
            case NONE -> new long[0];
            case Hcall.H_ENTER ->
                new long[] {flags(source), slot(source), dword0(source), dword1(source)};
            case Hcall.H_BULK_REMOVE -> bulk(source);
            case Hcall.H_RESIZE_HPT_PREPARE, Hcall.H_RESIZE_HPT_COMMIT ->
                new long[] {number(source, 20) == 19 ? 1 : 0, shift(source)};
            case Hcall.H_REGISTER_PROC_TBL -> new long[] {one(source, PROCESS_TABLES)};
            default -> new long[] {flags(source), slot(source), avpn(source)};
          });
    };
  }

  private static long[] bulk(RandomnessSource source) {
    long[] args = new long[8];
    for (int at = 0; at < args.length; at += 2) {
      long conditions = number(source, 8) % 4;
      args[at] = (one(source, TYPES) | conditions) << 56 | (slot(source) & (1L << 56) - 1);
      args[at + 1] = avpn(source);
    }
    return args;
  }

  private static long slot(RandomnessSource source) {
    long group = one(source, GROUPS);
    long within = few(source, 8);
    return number(source, 20) == 19 ? one(source, WRONG_SLOTS) : group * 8 + within;
  }

  private static long shift(RandomnessSource source) {
    return number(source, 8) == 7 ? one(source, OTHER_SHIFTS) : 19 - number(source, 3) / 2;
  }

  private static long flags(RandomnessSource source) {
    long conditions = few(source, 16);
    return ((conditions & 1) == 0 ? 0 : Hcall.H_EXACT)
        | ((conditions & 2) == 0 ? 0 : Hcall.H_READ_4)
        | ((conditions & 4) == 0 ? 0 : Hcall.H_AVPN)
        | ((conditions & 8) == 0 ? 0 : Hcall.H_ANDCOND)
        | number(source, 1 << 14);
  }

  private static long avpn(RandomnessSource source) {
    return one(source, AVPNS) | (number(source, 4) == 3 ? 0x10 : 0);
  }

  private static long dword0(RandomnessSource source) {
    long reserved = number(source, 40) == 39 ? 1L << 63 : 0;
    long bolted = number(source, 2) * 0x10;
    return one(source, AVPNS)
        | bolted
        | reserved
        | number(source, 128)
        | (number(source, 10) == 9 ? 0 : 1);
  }

  private static long dword1(RandomnessSource source) {
    boolean wrong = number(source, 10) == 9;
    long page = one(source, PAGES);
    long wimg = (page < TableCalls.RAM ? 0x10 : 0x20) ^ (wrong ? number(source, 16) << 3 : 0);
    long key = number(source, 4) == 3 ? 0xb000_0000_0000_0e00L : 0;
    return page | wimg | key | number(source, 8) | number(source, 4) << 7;
  }

  private static long one(RandomnessSource source, long[] of) {
    return of[(int) number(source, of.length)];
  }

  /** A number with a quarter of the bits set. */
  private static long few(RandomnessSource source, long bound) {
    long bits = number(source, bound);
    return bits & number(source, bound);
  }

  private static long number(RandomnessSource source, long bound) {
    return source.next(Constraint.between(0, bound - 1));
  }

  @Override
  public String toString() {
    return opcode == NONE
        ? "-"
        : Integer.toHexString(opcode) + Arrays.stream(args).mapToObj(Long::toHexString).toList();
  }
}
