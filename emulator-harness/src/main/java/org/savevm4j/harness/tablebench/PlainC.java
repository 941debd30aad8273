// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.savevm4j.hpt.HashPageTable;

/** The functions of {@code plain.c}. One thread, and nobody else at the table. */
final class PlainC {

  /** A byte of doubleword 0 has this bit where its slot is dirty; for us it is the entry's lock. */
  static final byte DIRTY = 0x40;

  /** Where that byte is in an entry. */
  static final int DIRTY_OFFSET = 7;

  private static final long BUFFER_BYTES = 32 << 10;

  private final MethodHandle firstPass;
  private final MethodHandle laterPass;
  private final MethodHandle readLines;
  private final MethodHandle load;
  private final MemorySegment buffer;

  /**
   * Loads the library.
   *
   * @param arena as long as this is used
   */
  @SuppressWarnings("restricted")
  PlainC(Path library, Arena arena) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
    FunctionDescriptor pass =
        FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    firstPass = function(symbols, "first_pass", pass);
    laterPass = function(symbols, "later_pass", pass);
    readLines =
        function(symbols, "read_lines", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
    load =
        function(
            symbols,
            "load",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
    buffer = arena.allocate(BUFFER_BYTES, 64);
  }

  /** Tells each valid slot; answers the bytes of the records. */
  long firstPass(HashPageTable table) {
    return pass(firstPass, table, MemorySegment.NULL);
  }

  /** The same, and stores the records; {@code kept} has room for them. */
  long firstPass(HashPageTable table, MemorySegment kept) {
    return pass(firstPass, table, kept);
  }

  /** Tells each slot that has {@link #DIRTY}, and takes it; answers the bytes of the records. */
  long laterPass(HashPageTable table) {
    return pass(laterPass, table, MemorySegment.NULL);
  }

  /** The same, and stores the records; {@code kept} has room for them. */
  long laterPass(HashPageTable table, MemorySegment kept) {
    return pass(laterPass, table, kept);
  }

  /** Reads each cache line of the table, and does no more; answers a sum that means nothing. */
  long readLines(HashPageTable table) {
    try {
      return (long) readLines.invokeExact(table.memory(), table.geometry().slots());
    } catch (Throwable e) {
      // declared by invokeExact
      throw unexpected(e);
    }
  }

  /** Loads records; answers how many, and stops at one that goes past the table. */
  long load(HashPageTable table, MemorySegment records) {
    try {
      return (long)
          load.invokeExact(
              table.memory(), table.geometry().slots(), records, records.byteSize(), buffer);
    } catch (Throwable e) {
      // declared by invokeExact
      throw unexpected(e);
    }
  }

  private long pass(MethodHandle function, HashPageTable table, MemorySegment kept) {
    try {
      return (long) function.invokeExact(table.memory(), table.geometry().slots(), buffer, kept);
    } catch (Throwable e) {
      // declared by invokeExact
      throw unexpected(e);
    }
  }

  /** invokeExact declares what is checked; C throws nothing of it. */
  private static AssertionError unexpected(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> new AssertionError("a function in C threw", e);
    };
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }
}
