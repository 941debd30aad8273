// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** What the set-up script gave, asked once a JVM. */
final class QemuSetup {

  /** The script's status when the packages cannot be had. */
  private static final int UNAVAILABLE = 69;

  private static final long LIMIT_MINUTES = 5;

  private static @Nullable Properties gotten;
  private static @Nullable String reason;

  private QemuSetup() {}

  /**
   * A command or file of the set-up: {@code qemu-10}, {@code qemu-7}, {@code kernel}, {@code
   * initrd}. Skips the test, saying why, if the packages cannot be had.
   */
  static synchronized String get(String name) throws IOException, InterruptedException {
    if (gotten == null && reason == null) {
      run();
    }
    Assumptions.assumeTrue(gotten != null, () -> "skipped: no qemu: " + reason);
    String value = gotten.getProperty(name);
    Assumptions.assumeTrue(value != null, () -> "skipped: no qemu: the archive has no " + name);
    return value;
  }

  private static void run() throws IOException, InterruptedException {
    Path errors = Files.createTempFile("qemu-setup", ".txt");
    try {
      Process script =
          new ProcessBuilder(Path.of("qemu", "setup").toAbsolutePath().toString())
              .redirectError(Redirect.to(errors.toFile()))
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String values = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(script.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "the set-up does not end");
      String words = Files.readString(errors);
      System.out.print(words);
      if (script.exitValue() == UNAVAILABLE) {
        reason = words.lines().reduce((_, last) -> last).orElse("no reason was given");
        System.out.println("skipped: no qemu: " + reason);
        return;
      }
      assertEquals(0, script.exitValue(), "the set-up failed: " + words);
      Properties all = new Properties();
      all.load(new StringReader(values));
      System.out.println(
          "qemu: set up: "
              + all.stringPropertyNames().stream()
                  .filter(name -> name.matches("version\\.(qemu-system-ppc|linux-image.*)"))
                  .map(name -> name.substring("version.".length()) + " " + all.getProperty(name))
                  .toList()
              + (all.containsKey("qemu-7") ? ", QEMU 7.2 beside it" : ", no QEMU 7.2"));
      gotten = all;
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
