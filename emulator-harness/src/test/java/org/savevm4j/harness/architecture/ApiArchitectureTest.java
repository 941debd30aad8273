// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of {@code api} may depend on. */
@AnalyzeClasses(
    packages = {
      "org.savevm4j.backend",
      "org.savevm4j.channel",
      "org.savevm4j.htab",
      "org.savevm4j.hpt",
      "org.savevm4j.packed",
      "org.savevm4j.qevm",
      "org.savevm4j.section",
      "org.savevm4j.state",
      "org.savevm4j.stream"
    },
    importOptions = DoNotIncludeTests.class)
final class ApiArchitectureTest {

  private static final String[] API = {
    "org.savevm4j.backend..",
    "org.savevm4j.channel..",
    "org.savevm4j.htab..",
    "org.savevm4j.hpt..",
    "org.savevm4j.packed..",
    "org.savevm4j.qevm..",
    "org.savevm4j.section..",
    "org.savevm4j.state..",
    "org.savevm4j.stream.."
  };

  @ArchTest
  static final ArchRule dependsOnTheJdkAlone =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with(API, "java..", "org.jspecify.."));

  @ArchTest
  static final ArchRule streamsKnowNoOtherPackage =
      classes()
          .that()
          .resideInAPackage("org.savevm4j.stream..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.savevm4j.stream..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule thePageTableKnowsNothingOfMigration =
      noClasses()
          .that()
          .resideInAPackage("org.savevm4j.hpt..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.savevm4j.section..", "org.savevm4j.qevm..", "org.savevm4j.state..");

  @ArchTest
  static final ArchRule packingKnowsRecordsAndNoTable =
      classes()
          .that()
          .resideInAPackage("org.savevm4j.packed..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.savevm4j.packed..",
              "org.savevm4j.htab..",
              "org.savevm4j.stream..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theChannelKnowsNothingOfMigration =
      noClasses()
          .that()
          .resideInAPackage("org.savevm4j.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.savevm4j.backend..",
              "org.savevm4j.section..",
              "org.savevm4j.qevm..",
              "org.savevm4j.state..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("org.savevm4j.(**)").should().beFreeOfCycles();

  private static String[] with(String[] packages, String... more) {
    String[] all = java.util.Arrays.copyOf(packages, packages.length + more.length);
    System.arraycopy(more, 0, all, packages.length, more.length);
    return all;
  }
}
