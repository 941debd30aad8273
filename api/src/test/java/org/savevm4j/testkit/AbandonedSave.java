// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import org.savevm4j.section.LiveSection;

/** How far a save comes before it is given up. */
enum AbandonedSave {
  BEFORE_ALL,
  AFTER_SETUP,
  IN_THE_FIRST_PASS,
  AFTER_A_PASS,
  AFTER_PENDING,
  AFTER_COMPLETE,
  BY_ITS_CHANNEL;

  void run(LiveSection section, Set<String> enabled) throws IOException {
    if (this == BY_ITS_CHANNEL) {
      runOverBrokenChannel(section, enabled);
      return;
    }
    try (SaveRun save = new SaveRun(section, enabled)) {
      if (this == BEFORE_ALL) {
        return;
      }
      save.setup();
      if (this == AFTER_SETUP) {
        return;
      }
      save.iterate(1);
      if (this == IN_THE_FIRST_PASS) {
        return;
      }
      save.iterate(Long.MAX_VALUE >> 1);
      if (this == AFTER_PENDING) {
        save.pending();
      } else if (this == AFTER_COMPLETE) {
        save.complete();
      }
    }
  }

  private static void runOverBrokenChannel(LiveSection section, Set<String> enabled) {
    IOException broken = new IOException("the link is gone");
    WritableByteChannel channel =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) throws IOException {
            throw broken;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    try (SaveRun save = new SaveRun(section, enabled, channel)) {
      assertSame(
          broken,
          assertThrows(
              IOException.class,
              () -> {
                save.setup();
                save.iterate(Long.MAX_VALUE >> 1);
                save.complete();
              }),
          "a channel's fault comes through as it is");
    }
  }
}
