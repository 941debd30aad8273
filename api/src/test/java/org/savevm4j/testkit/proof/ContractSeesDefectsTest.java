// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.LiveSectionContract;

/** Each line of the contracts fails for a section that breaks it, and no other line does. */
class ContractSeesDefectsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void oneDefectOfALiveSectionFailsExactlyOneTest(Defect defect) {
    DefectiveShelf.defect = defect;
    assertEquals(List.of(defect.seenBy()), failures(DefectiveShelf.class));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void oneDefectOfADeviceSectionFailsExactlyOneTest(DeviceDefect defect) {
    DefectiveDial.defect = defect;
    assertEquals(List.of(defect.seenBy()), failures(DefectiveDial.class));
  }

  @Test
  void everyTestOfTheContractsHasADefectThatItSees() {
    assertEquals(
        tests(LiveSectionContract.class),
        Stream.of(Defect.values())
            .filter(defect -> defect != Defect.NONE)
            .map(Defect::seenBy)
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        tests(DeviceSectionContract.class),
        Stream.of(DeviceDefect.values())
            .filter(defect -> defect != DeviceDefect.NONE)
            .map(DeviceDefect::seenBy)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> tests(Class<?> contract) {
    return Arrays.stream(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> failures(Class<?> contract) {
    var tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(contract))
            .execute()
            .testEvents();
    assertTrue(tests.succeeded().count() > 1, "the other tests are run, and pass");
    return tests.failed().stream().map(ContractSeesDefectsTest::name).sorted().toList();
  }

  private static String name(Event failed) {
    String name = failed.getTestDescriptor().getDisplayName();
    assertNotNull(name);
    return name.replace("()", "");
  }
}
