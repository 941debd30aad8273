// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** An order that the emulator cannot carry out now. The message is one line for the operator. */
public final class EmulatorException extends Exception {

  private static final long serialVersionUID = 1L;

  public EmulatorException(String message) {
    super(message);
  }

  EmulatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
