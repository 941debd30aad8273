// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The benchmarks of a table. */
public enum TableBench {
  /** First passes over several tables, and later ones of which little or much changed. */
  PASSES("passes"),

  /** First passes loaded into a zeroed table. */
  LOAD("load"),

  /** What marks cost the guest. */
  MARKING("marking");

  private final String word;

  TableBench(String word) {
    this.word = word;
  }

  /** Its name on the command line. */
  public String word() {
    return word;
  }

  /** Whether the plain loops in C are measured too. */
  public boolean comparesWithC() {
    return this != MARKING;
  }

  /**
   * The tables that it measures, a letter each, which are measured in JVMs of their own: code that
   * was compiled for one kind of table is not the best for another. Empty for one JVM for all.
   */
  public List<String> tables() {
    return switch (this) {
      case PASSES -> Arrays.stream(Pattern.values()).map(Pattern::letter).toList();
      case LOAD -> LoadBench.patterns().stream().map(Pattern::letter).toList();
      case MARKING -> List.of();
    };
  }

  /**
   * Measures in this JVM; what a fork does.
   *
   * @param table the letter of the only table to measure; null measures all
   * @param shift log2 of the table's bytes
   * @param rounds that count, 1 or more
   * @param library of the plain loops; null compares nothing
   * @return what {@link Forks} reads
   * @throws IOException also if C and ours do not tell or load the same
   */
  public ObjectNode runHere(@Nullable String table, int shift, int rounds, @Nullable Path library)
      throws IOException {
    return ForkReport.toJson(
        rows(table == null ? null : Pattern.of(table), shift, rounds, library));
  }

  List<Row> rows(@Nullable Pattern only, int shift, int rounds, @Nullable Path library)
      throws IOException {
    try (Arena arena = Arena.ofShared()) {
      PlainC plain = library == null ? null : new PlainC(library, arena);
      Measurement asked = new Measurement(shift, rounds, plain, only);
      return switch (this) {
        case PASSES -> PassBench.run(asked);
        case LOAD -> LoadBench.run(asked);
        case MARKING -> MarkingBench.run(asked);
      };
    }
  }
}
