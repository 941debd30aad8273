// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the plugin may depend on: the API, the JDK and a codec library. */
@AnalyzeClasses(packages = "org.savevm4j.spapr.htab", importOptions = DoNotIncludeTests.class)
final class PluginArchitectureTest {

  @ArchTest
  static final ArchRule dependsOnTheApiAlone =
      classes()
          .that()
          .resideInAPackage("org.savevm4j.spapr.htab..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.savevm4j.spapr.htab..",
              "org.savevm4j.backend..",
              "org.savevm4j.channel..",
              "org.savevm4j.packed..",
              "org.savevm4j.htab..",
              "org.savevm4j.hpt..",
              "org.savevm4j.packed..",
              "org.savevm4j.qevm..",
              "org.savevm4j.section..",
              "org.savevm4j.state..",
              "org.savevm4j.stream..",
              "com.github.luben..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("org.savevm4j.spapr.(**)").should().beFreeOfCycles();
}
