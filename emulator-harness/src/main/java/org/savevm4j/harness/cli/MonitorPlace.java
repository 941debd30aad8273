// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

/** Where {@code run} has its human monitor. */
enum MonitorPlace {
  STDIO,
  NONE;

  /** Reads "stdio" and "none". */
  static final class Converter extends EnumWord<MonitorPlace> {

    Converter() {
      super(MonitorPlace.class);
    }
  }
}
