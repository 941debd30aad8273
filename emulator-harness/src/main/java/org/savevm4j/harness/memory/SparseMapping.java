// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C library's mmap, madvise and munmap, with the constants of Linux on 64-bit processors. */
final class SparseMapping {

  /** The least size of a page, and with that the alignment of every mapping, in bytes. */
  static final long PAGE = 4096;

  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
  private static final int MADV_NOHUGEPAGE = 15;
  private static final long MAP_FAILED = -1;

  private static final MethodHandle MMAP =
      function(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MADVISE =
      function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MUNMAP =
      function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private SparseMapping() {}

  /**
   * Maps {@code bytes} of zeroes, and unmaps them when {@code life} ends.
   *
   * @throws OutOfMemoryError if there is no room
   */
  @SuppressWarnings("restricted")
  static MemorySegment map(long bytes, Arena life) {
    try {
      MemorySegment start =
          (MemorySegment)
              MMAP.invokeExact(
                  MemorySegment.NULL,
                  bytes,
                  PROT_READ_WRITE,
                  MAP_PRIVATE_ANONYMOUS_NORESERVE,
                  -1,
                  0L);
      if (start.address() == MAP_FAILED) {
        throw new OutOfMemoryError("no room to map " + bytes + " bytes");
      }
      // One entry stored must not cost 2 MiB: entries are scattered all over a table. A kernel
      // without huge pages refuses the advice, which does no harm.
      int _ = (int) MADVISE.invokeExact(start, bytes, MADV_NOHUGEPAGE);
      return start.reinterpret(bytes, life, mapping -> unmap(mapping, bytes));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // invokeExact declares it; a call of the C library throws nothing that is checked
      throw new AssertionError("a function of the C library threw", e);
    }
  }

  private static void unmap(MemorySegment start, long bytes) {
    try {
      int _ = (int) MUNMAP.invokeExact(start, bytes);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // invokeExact declares it; a call of the C library throws nothing that is checked
      throw new AssertionError("a function of the C library threw", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
