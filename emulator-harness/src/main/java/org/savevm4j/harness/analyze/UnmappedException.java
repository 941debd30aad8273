// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

/** An address that leads nowhere in a stream. The message is one line for the operator. */
public final class UnmappedException extends Exception {

  private static final long serialVersionUID = 1L;

  UnmappedException(String message) {
    super(message);
  }
}
