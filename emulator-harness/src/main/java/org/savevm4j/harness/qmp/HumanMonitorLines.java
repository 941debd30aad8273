// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

/** Who executes the lines of {@code human-monitor-command}, on the threads of sessions. */
@FunctionalInterface
public interface HumanMonitorLines {

  /** What the human monitor prints about a line, through the eyes of a CPU; does not wait long. */
  String execute(String line, long cpu);
}
