// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTest {

  private static final long SECOND = 1_000_000_000;

  private long now;

  @Test
  void theRestGoesAsFastAsWhatWasDone() {
    Work work = Work.of("bench storm", "migrations", () -> now);
    work.total(20);
    assertEquals(
        List.of("bench storm", "0 of 20 migrations (0 %)", "time left not known yet"), work.get());
    now = 6 * SECOND;
    work.done(3);
    assertEquals(List.of("bench storm", "3 of 20 migrations (15 %)", "34.0 s left"), work.get());
  }

  @Test
  void pieceIsDoneWhenTheNextBegins() {
    Work work = Work.of("claims", "steps", () -> now);
    work.total(2);
    work.next("one");
    assertEquals("0 of 2 steps (0 %)", work.get().get(1));
    work.next("two");
    assertEquals(List.of("claims: two", "1 of 2 steps (50 %)", "0.0 ms left"), work.get());
  }

  @Test
  void bytesThatAreReadFromAChannelAreWorkDone() throws Exception {
    Work work = Work.ofBytes("rewriting", 4 << 20, () -> now);
    CountedChannel channel =
        new CountedChannel(Channels.newChannel(new ByteArrayInputStream(new byte[1 << 20])), work);
    ByteBuffer into = ByteBuffer.allocate(2 << 20);
    while (channel.read(into) >= 0) {
      now += SECOND / 128;
    }
    now = SECOND / 2;
    assertEquals(
        List.of("rewriting", "1.00 MiB of 4.00 MiB (25 %)", "2.00 MiB/s", "1.5 s left"),
        work.get());
  }

  @Test
  void workWhoseEndNobodyKnowsHasAnAmountAndASpeed() {
    Work work = Work.ofBytes("relay", 0, () -> now);
    work.done(3 << 20);
    now = SECOND;
    assertEquals(List.of("relay", "3.00 MiB", "3.00 MiB/s"), work.get());
  }
}
