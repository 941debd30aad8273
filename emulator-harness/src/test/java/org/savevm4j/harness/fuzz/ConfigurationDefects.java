// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.NamedStream.refused;
import static org.savevm4j.harness.fuzz.StreamMaker.begun;
import static org.savevm4j.harness.fuzz.StreamMaker.empty;

import java.util.List;

/** Defects of the file header and the configuration. */
final class ConfigurationDefects {

  private static final String HEADER = "5145564d 00000003";

  private ConfigurationDefects() {}

  static List<NamedStream> all() {
    return List.of(
        refused(
            "begin-magic-wrong",
            empty().hex("5145564e 00000003"),
            null,
            0,
            "magic is 5145564e, expected 5145564d, with which a migration stream begins"),
        refused(
            "begin-magic-of-multifd",
            empty().hex("11223344 00000001"),
            null,
            0,
            "magic is 11223344 (a further connection of multifd), expected 5145564d, with which a"
                + " migration stream begins"),
        refused(
            "begin-version-2",
            empty().hex("5145564d 00000002"),
            null,
            4,
            "stream version is 2, expected 3"),
        refused(
            "begin-without-configuration",
            empty().hex(HEADER + "01"),
            null,
            8,
            "record type is 01, expected 07, the configuration"),
        refused(
            "begin-name-of-4-gib",
            empty().hex(HEADER + "07 ffffffff"),
            null,
            9,
            "length of the machine's name is 4294967295, expected 1 to 256"),
        refused(
            "begin-name-of-no-byte",
            empty().hex(HEADER + "07 00000000"),
            null,
            9,
            "length of the machine's name is 0, expected 1 to 256"),
        refused(
            "begin-other-machine",
            empty().hex(HEADER + "07 00000004").text("virt").end(),
            null,
            0,
            "machine is virt, expected one of pseries-*"),
        refused(
            "begin-page-of-64-kib",
            begun()
                .hex("05")
                .string8("configuration/target-page-bits")
                .hex("00000001 00000010")
                .end(),
            null,
            0,
            "target page bits is 16, expected 12"),
        refused(
            "begin-capability-unknown",
            capabilities("00000001", "x-unheard-of").end(),
            null,
            0,
            "capability is x-unheard-of, expected a known one"),
        refused(
            "begin-checksum-missing",
            capabilities("00000001", "x-section-checksum").end(),
            null,
            capabilities("00000001", "x-section-checksum").size(),
            "end of the configuration is 00, expected 7e and a checksum"),
        refused(
            "begin-checksum-wrong",
            capabilities("00000001", "x-section-checksum").hex("7e 12345678").end(),
            null,
            0,
            "CRC32C up to the end of this file header and configuration is 4625ee36, expected"
                + " 12345678: what came is not what was sent"),
        refused(
            "begin-capability-mapped-ram",
            capabilities("00000001", "mapped-ram").end(),
            null,
            0,
            "capability is mapped-ram, expected none of [mapped-ram, x-ignore-shared]"),
        refused(
            "begin-capability-x-ignore-shared",
            capabilities("00000001", "x-ignore-shared").end(),
            null,
            0,
            "capability is x-ignore-shared, expected none of [mapped-ram, x-ignore-shared]"),
        refused(
            "begin-4-gib-of-capabilities",
            capabilities("ffffffff", "xbzrle"),
            null,
            begun().hex("05").string8("configuration/capabilities").hex("00000001").size(),
            "number of capabilities is 4294967295, expected at most 64"),
        refused(
            "begin-subsection-unknown",
            begun().hex("05").string8("configuration/colour").hex("00000001"),
            null,
            begun().size(),
            "subsection is configuration/colour, expected configuration/target-page-bits,"
                + " configuration/capabilities or configuration/uuid"),
        refused(
            "begin-subsection-twice",
            capabilities("00000000", "").hex("05").string8("configuration/capabilities"),
            null,
            capabilities("00000000", "").size(),
            "subsection is configuration/capabilities, expected each subsection once"),
        refused(
            "begin-subsection-of-version-2",
            begun().hex("05").string8("configuration/uuid").hex("00000002"),
            null,
            begun().hex("05").string8("configuration/uuid").size(),
            "version of configuration/uuid is 2, expected 1"));
  }

  private static StreamMaker capabilities(String count, String name) {
    StreamMaker stream =
        begun().hex("05").string8("configuration/capabilities").hex("00000001" + count);
    return name.isEmpty() ? stream : stream.string8(name);
  }
}
