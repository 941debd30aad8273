// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * What one run may take, measured around it: heap that its thread allocates, CPU time of its
 * thread; and over many runs, address space. One thread.
 */
final class RunLimits {

  /** Heap for any input, in bytes, garbage counted: far below the 64 MiB that a load may hold. */
  private static final long MOST_HEAP = 16L << 20;

  /** Heap for a byte of the input, in bytes. */
  private static final long HEAP_A_BYTE = 4096;

  /** CPU time for any input, in ns: code that is not compiled yet, a collection, a page fault. */
  private static final long MOST_NANOS = 500_000_000;

  /** CPU time for a byte of the input, in ns. */
  private static final long NANOS_A_BYTE = 20_000;

  /** Address space that may come on top after the first runs, in bytes: what leaks adds up. */
  private static final long MOST_MAPPED = 2L << 30;

  private static final int RUNS_A_LOOK = 8192;
  private static final long PAGE = 4096;
  private static final Path STATM = Path.of("/proc/self/statm");

  /** Asked by name: the JDK has a type for it only in a module that the harness does not read. */
  private static final String ALLOCATED = "CurrentThreadAllocatedBytes";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private long runs;
  private long mappedAtFirst;

  /**
   * Does the work for an input of {@code length} bytes, and fails if it took too much twice: the
   * first time may have loaded classes, or met a collection.
   */
  void run(int length, Attempt attempt) throws IOException {
    if (excess(length, attempt) != null) {
      String excess = excess(length, attempt);
      if (excess != null) {
        throw new AssertionError(excess);
      }
    }
    if (++runs % RUNS_A_LOOK == 0) {
      lookForLeaks();
    }
  }

  private @Nullable String excess(int length, Attempt attempt) throws IOException {
    long heap = allocated();
    long nanos = threads.getCurrentThreadCpuTime();
    attempt.run();
    long tookNanos = threads.getCurrentThreadCpuTime() - nanos;
    long tookHeap = allocated() - heap;
    if (tookHeap > MOST_HEAP + length * HEAP_A_BYTE) {
      return "%d bytes of heap for an input of %d bytes".formatted(tookHeap, length);
    }
    if (tookNanos > MOST_NANOS + length * NANOS_A_BYTE) {
      return "%d ns for an input of %d bytes".formatted(tookNanos, length);
    }
    return null;
  }

  /** Bytes of heap that this thread has allocated so far. */
  private long allocated() {
    try {
      return (long) server.getAttribute(threads.getObjectName(), ALLOCATED);
    } catch (JMException broken) {
      throw new IllegalStateException("no " + ALLOCATED, broken);
    }
  }

  private void lookForLeaks() {
    long mapped = mapped();
    if (mappedAtFirst == 0) {
      mappedAtFirst = mapped;
    } else if (mapped - mappedAtFirst > MOST_MAPPED) {
      throw new AssertionError(
          "%d bytes of address space more than after the first runs"
              .formatted(mapped - mappedAtFirst));
    }
  }

  /** Address space of this process in bytes; 0 where the system does not tell. */
  private static long mapped() {
    if (!Files.exists(STATM)) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(STATM).split(" ", 2)[0]) * PAGE;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** What is measured. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }
}
