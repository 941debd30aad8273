// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an analysis costs follows the stream, and not the table that a few bytes of it declare. */
@Timeout(60)
class TableCostTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 9;

  /** How much dearer a table of 2^36 bytes may be than one of 2^18: its walk was 100 times. */
  private static final long RATIO = 8;

  @Test
  void tableOf64GibibytesCostsWhatOneOf256KibibytesDoes() throws Exception {
    long small = medianNanos(18);
    long large = medianNanos(36);
    assertTrue(
        large < RATIO * small,
        () -> "CPU time: %d ns for shift 36, %d ns for shift 18".formatted(large, small));
  }

  @Test
  void digestOfWhatAFewBytesDeclareIsLeftOut() throws Exception {
    assertNotNull(digest(20), "a table of a megabyte");
    assertNull(digest(32), "a table of 4 GiB, which 97 bytes declare");
  }

  private static @Nullable String digest(int shift) throws Exception {
    try (StreamContents contents = load(shift)) {
      StreamAnalysis.HtabInfo htab = contents.analysis().htab();
      assertNotNull(htab);
      return htab.sha256();
    }
  }

  /** CPU time to load and analyze a stream of one entry, the median of rounds after a first. */
  private static long medianNanos(int shift) throws Exception {
    long[] nanos = new long[ROUNDS];
    analyze(shift);
    for (int i = 0; i < ROUNDS; i++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      analyze(shift);
      nanos[i] = THREADS.getCurrentThreadCpuTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos[ROUNDS / 2];
  }

  private static void analyze(int shift) throws Exception {
    try (StreamContents contents = load(shift)) {
      StreamAnalysis.HtabInfo htab = contents.analysis(0).htab();
      assertNotNull(htab, () -> "fault: " + contents.fault());
      assertEquals(1, htab.valid(), "the entry in the last slot is found");
      contents.table().unlock();
    }
  }

  private static StreamContents load(int shift) throws Exception {
    String last = "%08x".formatted((1L << shift - 4) - 1);
    String stream =
        "5145564d 00000003 07 0000000c 707365726965732d31302e30"
            + "01 00000007 0a 73706170722f68746162 00000000 00000001 %08x 7e 00000007"
                .formatted(shift)
            + "03 00000007 00000000"
            + last
            + "0001 0000 0000000000000051 0000000000001196 0000000000000000 7e 00000007 00";
    byte[] bytes = HexFormat.of().parseHex(stream.replace(" ", ""));
    StreamSource source = StreamSource.of(Channels.newChannel(new ByteArrayInputStream(bytes)));
    return StreamContents.load(source, List.of(), RecordListener.DEAF, KeptState.USUAL);
  }
}
