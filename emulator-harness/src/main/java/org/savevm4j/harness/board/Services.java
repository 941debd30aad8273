// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Map;
import org.savevm4j.section.MissingServiceException;
import org.savevm4j.section.SectionHost;

/** The services of one machine, by type. */
record Services(Map<Class<?>, Object> byType) implements SectionHost {

  @Override
  public <S> S service(Class<S> type) {
    Object service = byType.get(type);
    if (service == null) {
      throw new MissingServiceException(type, byType.keySet());
    }
    return type.cast(service);
  }
}
