// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/**
 * Maven puts the plugin on the class path of the harness's tests, too; they use it by its service.
 */
@AnalyzeClasses(packages = "org.savevm4j.harness", importOptions = OnlyIncludeTests.class)
final class HarnessTestsArchitectureTest {

  @ArchTest
  static final ArchRule nameNoPlugin =
      noClasses()
          .that()
          .resideInAPackage("org.savevm4j.harness..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.savevm4j.spapr..");

  /** What stands for a client of somebody else's must be one. */
  @ArchTest
  static final ArchRule clientWrittenForQemuKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("org.savevm4j.harness.client..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.savevm4j..")
                  .and(not(resideInAPackage("org.savevm4j.harness.client.."))));

  /** They look for a set time, and beside other tests would see less in it. */
  @ArchTest
  static final ArchRule racesRunAlone =
      classes()
          .that()
          .haveSimpleNameEndingWith("RaceTest")
          .should()
          .beAnnotatedWith(
              describe(
                  "@Tag(\"alone\")",
                  annotation ->
                      annotation.getRawType().isEquivalentTo(Tag.class)
                          && annotation.get("value").equals(Optional.of("alone"))));
}
