// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.savevm4j.qevm.FrameDefectTest.refuses;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each defect of the configuration is told by its field, its value, the bound and the offset. */
final class ConfigurationDefectTest {

  private static final int BEGUN = WireBytes.begun().size();

  @ParameterizedTest
  @ValueSource(longs = {0, 257, 0x80000000L, 0xffffffffL})
  void refusesAMachineNameOfNoLengthOrTooLong(long length) {
    refuses(
        new WireBytes().hex("5145564d" + "00000003" + "07").be32(length).reader()::begin,
        9,
        "length of the machine's name",
        Long.toString(length),
        "1 to 256");
  }

  @ParameterizedTest
  @ValueSource(longs = {65, 0xffffffffL})
  void refusesMoreCapabilitiesThanThereCanBe(long count) {
    WireBytes stream = WireBytes.begun().subsection("configuration/capabilities", 1);
    int at = stream.size();
    refuses(
        stream.be32(count).reader()::begin,
        at,
        "number of capabilities",
        Long.toString(count),
        "at most 64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration/other", "configuration", "", "ram/something"})
  void refusesASubsectionThatItDoesNotKnowByItsName(String name) {
    refuses(
        WireBytes.begun().subsection(name, 1).reader()::begin,
        BEGUN,
        "subsection",
        name,
        "configuration/target-page-bits, configuration/capabilities or configuration/uuid");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 0xfffffffeL})
  void refusesAnotherVersionOfASubsection(long version) {
    refuses(
        WireBytes.begun().subsection("configuration/uuid", version).reader()::begin,
        BEGUN + 2 + "configuration/uuid".length(),
        "version of configuration/uuid",
        Long.toString(version),
        "1");
  }
}
