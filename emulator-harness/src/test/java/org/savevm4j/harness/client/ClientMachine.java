// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A machine as a client knows it.
 *
 * @param socket where it speaks QMP, soon
 * @param process ends with this
 */
public record ClientMachine(Path socket, Process process) implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  /** Starts machines of one kind. */
  @FunctionalInterface
  public interface Starter {

    /**
     * Starts one, which listens on {@code socket}; all are of the same RAM and devices, a block
     * device "disk" that can hold snapshots among them, where the kind has such.
     *
     * @param incoming whether it waits for {@code migrate-incoming} instead of booting
     */
    Process start(Path socket, boolean incoming) throws Exception;
  }

  /** The status with which the process ends. */
  int awaitExit() throws InterruptedException {
    return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
