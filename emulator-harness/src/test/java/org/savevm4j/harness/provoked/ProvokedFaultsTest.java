// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.provoked;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class ProvokedFaultsTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void expectedFaultsAreKeptOffStandardErrorAndOthersAreNot() throws Exception {
    System.Logger log = System.getLogger("org.savevm4j.harness.provoked.test");
    PrintStream err = System.err;
    ProvokedFaults provoked = new ProvokedFaults("a fault in cleanup", "of a command");
    ExtensionContext context = mock(ExtensionContext.class);
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      provoked.beforeEach(context);
      log.log(System.Logger.Level.WARNING, "it failed", new AssertionError("a fault in cleanup"));
      log.log(System.Logger.Level.WARNING, "the disk is full");
      thread("a fault of a command");
      thread("nobody expects this");
      provoked.afterEach(context);
    } finally {
      System.setErr(err);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertFalse(text.contains("cleanup") || text.contains("command"), text);
    assertTrue(text.contains("the disk is full"), text);
    assertTrue(text.contains("IllegalStateException: nobody expects this"), text);
  }

  private static void thread(String words) throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  throw new IllegalStateException(words);
                });
    thread.join();
  }
}
