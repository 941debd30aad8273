// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

/** A command that was refused. The message is one line, QMP's {@code desc}. */
public final class QmpException extends Exception {

  static final String GENERIC_ERROR = "GenericError";
  static final String COMMAND_NOT_FOUND = "CommandNotFound";

  private static final long serialVersionUID = 1L;

  private final String errorClass;

  /** A refusal of class {@code GenericError}. */
  public QmpException(String desc) {
    this(GENERIC_ERROR, desc);
  }

  QmpException(String errorClass, String desc) {
    super(desc.replaceAll("\\s*\\R\\s*", " "));
    this.errorClass = errorClass;
  }

  /** QMP's {@code class}: {@code GenericError} or {@code CommandNotFound}. */
  public String errorClass() {
    return errorClass;
  }

  /** The same as the message. */
  public String desc() {
    return String.valueOf(getMessage());
  }
}
