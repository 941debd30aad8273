// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.util.Collection;

/** A machine does not have a service that one of its sections needs. */
public final class MissingServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says of a machine what it lacks.
   *
   * @param type what was asked for
   * @param offered what the machine has
   */
  public MissingServiceException(Class<?> type, Collection<Class<?>> offered) {
    super(
        "the machine has no service "
            + type.getName()
            + "; it has "
            + offered.stream().map(Class::getName).sorted().toList());
  }
}
