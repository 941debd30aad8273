// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The harness is built in the order that docs/architecture.md shows. */
class PackageOrderTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
  private static final String HARNESS = "org.savevm4j.harness.";
  private static final Pattern ROW = Pattern.compile("\\| `([a-z]+)` \\|.*");

  @Test
  void eachPackageImportsOnlyPackagesInRowsBelowIt() throws IOException {
    List<String> rows = rows();
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("org.savevm4j.harness");
    assertTrue(classes.size() > 100, "the classes are found");
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass();
        if (to.getPackageName().startsWith(HARNESS)
            && row(rows, from) >= row(rows, to)
            && !from.getPackageName().equals(to.getPackageName())) {
          wrong.add(from.getPackageName() + " -> " + to.getPackageName());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  private static int row(List<String> rows, JavaClass type) {
    String name = type.getPackageName().substring(HARNESS.length());
    assertTrue(rows.contains(name), name + " has a row in " + DOCUMENT);
    return rows.indexOf(name);
  }

  private static List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    boolean harness = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      harness = line.startsWith("##") ? line.contains("`emulator-harness`") : harness;
      Matcher row = ROW.matcher(line);
      if (harness && row.matches()) {
        rows.add(row.group(1));
      }
    }
    assertTrue(rows.contains("cli"), "the table is found");
    return rows;
  }
}
