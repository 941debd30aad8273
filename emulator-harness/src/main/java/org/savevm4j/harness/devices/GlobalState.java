// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.savevm4j.state.DeviceState;

/**
 * Section "globalstate": what the machine was doing when it was stopped to be moved. Set and read
 * by whoever migrates, guest paused.
 */
public final class GlobalState {

  private static final int NAME_BYTES = 100;
  private static final String RUNNING = "running";
  private static final String PAUSED = "paused";

  static final DeviceState<GlobalState> STATE =
      DeviceState.<GlobalState>named("globalstate", 1)
          .be32("size", GlobalState::size, (_, _) -> {})
          .bytes("runstate", NAME_BYTES, GlobalState::name, GlobalState::name)
          .build();

  private String runState = PAUSED;

  /** Whether the guest ran until it was stopped to be moved. */
  public boolean wasRunning() {
    return runState.equals(RUNNING);
  }

  public void wasRunning(boolean running) {
    runState = running ? RUNNING : PAUSED;
  }

  /** The name's bytes with the NUL behind them. */
  private int size() {
    return runState.length() + 1;
  }

  private byte[] name() {
    return Arrays.copyOf(runState.getBytes(StandardCharsets.US_ASCII), NAME_BYTES);
  }

  private void name(byte[] padded) {
    int end = 0;
    while (end < padded.length && padded[end] != 0) {
      end++;
    }
    runState = new String(padded, 0, end, StandardCharsets.ISO_8859_1);
  }
}
