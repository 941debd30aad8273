// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import org.jspecify.annotations.Nullable;

/** The section providers on the module path do not make up what a machine needs. */
public final class SectionRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SectionRegistryException(String message) {
    this(message, null);
  }

  SectionRegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
