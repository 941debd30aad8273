// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/** What a machine offers to its sections. Any thread. */
public interface SectionHost {

  /**
   * The machine's service of this type.
   *
   * @throws MissingServiceException if it has none
   */
  <S> S service(Class<S> type);
}
