// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

/** A line that is no command. The message is one line for whoever wrote it. */
final class HmpException extends Exception {

  private static final long serialVersionUID = 1L;

  HmpException(String message) {
    super(message);
  }
}
