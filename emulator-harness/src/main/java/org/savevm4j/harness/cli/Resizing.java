// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

/** Whether the guest may have its table resized. */
enum Resizing {
  ENABLED,
  DISABLED;

  /** Reads "enabled" and "disabled". */
  static final class Converter extends EnumWord<Resizing> {

    Converter() {
      super(Resizing.class);
    }
  }
}
