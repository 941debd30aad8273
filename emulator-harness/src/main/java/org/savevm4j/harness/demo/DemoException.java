// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

/** A demonstration that could not be done. The message is one line for the operator. */
public final class DemoException extends Exception {

  private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
