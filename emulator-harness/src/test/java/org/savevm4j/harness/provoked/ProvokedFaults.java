// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.provoked;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps off standard error what loggers and ending threads say of faults that a test provokes, so
 * that nobody who reads the log of a build takes them for faults of it. What none of the expected
 * words is in, is printed as ever. For tests that have their JVM to themselves.
 */
public final class ProvokedFaults implements BeforeEachCallback, AfterEachCallback {

  static {
    // the harness logs by java.base alone, which hands it on to java.logging
    ProvokedFaults.class
        .getModule()
        .addReads(ModuleLayer.boot().findModule("java.logging").orElseThrow());
  }

  private final List<String> expected;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final LogKeeper log = new LogKeeper(this::keep);
  private Thread.@Nullable UncaughtExceptionHandler before;

  /**
   * @param expected words, of which a fault that is provoked has one in its message
   */
  public ProvokedFaults(String... expected) {
    this.expected = List.of(expected);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    log.begin();
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> keep("in thread " + thread.getName(), thrown));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    log.end();
    Thread.setDefaultUncaughtExceptionHandler(before);
    said.stream()
        .filter(each -> expected.stream().noneMatch(each::contains))
        .forEach(System.err::println);
    said.clear();
  }

  private void keep(String what, @Nullable Throwable thrown) {
    StringWriter text = new StringWriter();
    text.append(what);
    if (thrown != null) {
      text.append('\n');
      thrown.printStackTrace(new PrintWriter(text, true));
    }
    said.add(text.toString());
  }
}
