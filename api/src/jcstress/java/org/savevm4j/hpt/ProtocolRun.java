// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs jcstress with the options given, then prints one table of all outcomes. Fails if an outcome
 * was forbidden; and also, which jcstress alone does not, if an interesting one was not seen at
 * all, or if a test did not run though there are CPUs for it.
 */
public final class ProtocolRun {

  private ProtocolRun() {}

  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(1);
    }
    JCStress jcstress = new JCStress(options);
    List<String> faults = new ArrayList<>();
    try {
      jcstress.run();
    } catch (AssertionError e) {
      faults.add(String.valueOf(e.getMessage()));
    }
    Map<String, TestResult> results = results(options.getResultFile());
    SortedSet<String> tests = jcstress.getTests();
    if (tests.isEmpty()) {
      faults.add("no tests");
    }
    for (String test : tests) {
      report(TestList.getInfo(test), results.get(test), options.getCPUCount(), faults);
    }
    if (!faults.isEmpty()) {
      System.out.println("FAILED");
      faults.forEach(System.out::println);
      System.exit(1);
    }
  }

  private static Map<String, TestResult> results(String file)
      throws IOException, ClassNotFoundException {
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(file, collector);
    reader.dump();
    reader.close();
    Map<String, TestResult> results = new HashMap<>();
    for (TestResult result : ReportUtils.mergedByName(collector.getTestResults())) {
      results.put(result.getName(), result);
    }
    return results;
  }

  private static void report(TestInfo test, TestResult result, int cpus, List<String> faults) {
    String name = test.name().substring(test.name().lastIndexOf('.') + 1);
    if (result == null && test.threads() > cpus) {
      System.out.printf("%n%s: not run, needs %d CPUs%n", name, test.threads());
      return;
    }
    if (result == null || result.getTotalCount() == 0) {
      faults.add(name + " did not run");
      return;
    }
    System.out.printf("%n%s%n", name);
    for (GradingResult outcome : result.grading().gradingResults.values()) {
      System.out.printf("  %,14d  %-30s %s%n", outcome.count, outcome.id, outcome.expect);
    }
    long interesting =
        result.grading().gradingResults.values().stream()
            .filter(outcome -> outcome.expect == Expect.ACCEPTABLE_INTERESTING)
            .mapToLong(outcome -> outcome.count)
            .sum();
    boolean wanted =
        test.cases().stream().anyMatch(c -> c.expect() == Expect.ACCEPTABLE_INTERESTING);
    if (wanted && interesting == 0) {
      faults.add(name + " lost no change, though its protocol lacks a step");
    }
  }
}
