// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the harness may depend on. */
@AnalyzeClasses(packages = "org.savevm4j.harness", importOptions = DoNotIncludeTests.class)
final class HarnessArchitectureTest {

  @ArchTest
  static final ArchRule namesNoPlugin =
      noClasses()
          .that()
          .resideInAPackage("org.savevm4j.harness..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.savevm4j.spapr..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("org.savevm4j.harness.(**)").should().beFreeOfCycles();
}
