// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/** The machine is too small for the guest, or refused what every guest needs. */
public final class GuestBootException extends Exception {

  private static final long serialVersionUID = 1L;

  GuestBootException(String message) {
    super(message);
  }
}
