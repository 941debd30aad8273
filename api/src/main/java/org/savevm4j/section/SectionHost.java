// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.util.Set;

/** What a machine offers to its sections. Any thread. */
public interface SectionHost {

  /**
   * The machine's service of this type.
   *
   * @throws MissingServiceException if it has none
   */
  <S> S service(Class<S> type);

  /**
   * Names of the capabilities that are set for the migration at hand, {@code x-...} for our own.
   */
  Set<String> capabilities();
}
