// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.util.List;
import org.savevm4j.section.Metric;

/**
 * What a rewrite did to the table.
 *
 * @param bytesIn payload bytes of the iterations that came: header words, records, end markers
 * @param bytesOut the same of those that went
 * @param loaded figures of the section's loader
 * @param saved figures of its saver; none for a radix guest
 * @param dropped entries that were left out because they were not bolted
 */
public record RewriteFigures(
    long bytesIn, long bytesOut, List<Metric> loaded, List<Metric> saved, long dropped) {

  public RewriteFigures {
    loaded = List.copyOf(loaded);
    saved = List.copyOf(saved);
  }

  /** A figure of the saver, 0 if it has none of that name. */
  public long saved(String name) {
    return Metric.value(saved, name);
  }

  /** A figure of the loader, 0 if it has none of that name. */
  public long loaded(String name) {
    return Metric.value(loaded, name);
  }
}
