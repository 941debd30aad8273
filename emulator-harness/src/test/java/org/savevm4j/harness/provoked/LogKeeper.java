// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.provoked;

import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hears what this project's loggers say, instead of who heard it before. */
final class LogKeeper extends Handler {

  private final Logger logger = Logger.getLogger("org.savevm4j");
  private final BiConsumer<String, @Nullable Throwable> heard;

  /**
   * @param heard gets each message, and what was thrown, or null
   */
  LogKeeper(BiConsumer<String, @Nullable Throwable> heard) {
    this.heard = heard;
  }

  void begin() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  void end() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }

  @Override
  public void publish(LogRecord log) {
    heard.accept(
        log.getLevel() + " " + log.getLoggerName() + ": " + log.getMessage(), log.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
