// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.Map;
import org.savevm4j.section.MissingServiceException;
import org.savevm4j.section.SectionHost;

/**
 * What a host gives its sections, by type: a machine, or whoever only looks at a stream.
 *
 * @param byType each value is of the type that is its key
 */
public record Services(Map<Class<?>, Object> byType) implements SectionHost {

  @Override
  public <S> S service(Class<S> type) {
    Object service = byType.get(type);
    if (service == null) {
      throw new MissingServiceException(type, byType.keySet());
    }
    return type.cast(service);
  }
}
