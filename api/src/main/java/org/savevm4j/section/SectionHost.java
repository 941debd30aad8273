// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/** What a machine offers to its sections. Any thread. */
public interface SectionHost {

  /**
   * {@return the machine's service of this type}
   *
   * @param <S> an interface that host and section know
   * @param type its class
   * @throws MissingServiceException if it has none
   */
  <S> S service(Class<S> type);
}
