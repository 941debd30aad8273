// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.StreamMaker.withRam;

import java.util.List;

/** Defects of the VMDESC of a stream with a device that only the VMDESC tells about. */
final class VmdescDefects {

  private static final String HEAD =
      "{\"devices\":[{\"name\":\"acme\",\"instance_id\":0,\"fields\":[";
  private static final String TAIL = "]}]}";

  /** A device that this machine has too, but with other fields. */
  private static final String OTHER_TIMER =
      "]},{\"name\":\"timer\",\"instance_id\":0,\"fields\":[{\"name\":\"other\",\"size\":8}]}]}";

  private VmdescDefects() {}

  static List<NamedStream> all() {
    return List.of(
        refused("vmdesc-no-json", "{nonsense"),
        refused(
            "vmdesc-nested-10000-deep",
            "{\"devices\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
        refused(
            "vmdesc-structures-nested-150-deep",
            HEAD
                + "{\"name\":\"s\",\"struct\":{\"fields\":[".repeat(150)
                + "]}}".repeat(150)
                + TAIL),
        refused(
            "vmdesc-other-device", "{\"devices\":[{\"name\":\"acne\",\"fields\":[{\"size\":4}]}]}"),
        refused("vmdesc-devices-are-a-number", "{\"devices\":1}"),
        refused("vmdesc-field-of-negative-size", HEAD + "{\"name\":\"a\",\"size\":-1}" + TAIL),
        refused(
            "vmdesc-field-of-8-exbibytes",
            HEAD + "{\"name\":\"a\",\"size\":9223372036854775807}" + TAIL),
        refused(
            "vmdesc-array-of-negative-length",
            HEAD + "{\"name\":\"a\",\"array_len\":-1,\"size\":4}" + TAIL),
        refused(
            "vmdesc-array-length-times-size-wraps-64-bits",
            HEAD + "{\"name\":\"a\",\"array_len\":4611686018427387905,\"size\":4}" + TAIL),
        refused(
            "vmdesc-size-of-300-digits",
            HEAD + "{\"name\":\"a\",\"size\":" + "9".repeat(300) + "}" + TAIL),
        refused("vmdesc-a-byte-too-few", HEAD + "{\"name\":\"a\",\"size\":3}" + TAIL),
        refused("vmdesc-a-byte-too-many", HEAD + "{\"name\":\"a\",\"size\":5}" + TAIL),
        refused(
            "vmdesc-array-of-structures-of-no-byte",
            HEAD
                + "{\"name\":\"a\",\"array_len\":9223372036854775807,\"struct\":{\"fields\":[]}}"
                + TAIL),
        insideTheNameOfASection(),
        NamedStream.refused(
            "vmdesc-of-this-machine-and-a-device-more",
            withRam().acme(4).end(HEAD + "{\"name\":\"a\",\"size\":4}" + TAIL),
            "acme",
            withRam().section(4, 9, "acme", 3).size(),
            "this machine has no such section; it has [timer, cpu_common, cpu, spapr/rtc, spapr,"
                + " globalstate]"),
        NamedStream.loads(
            "vmdesc-of-another-kind-of-machine",
            withRam()
                .acme(4)
                .end(
                    HEAD
                        + "{\"name\":\"a\",\"array_len\":2,\"struct\":{\"fields\":[{\"name\":\"b\",\"size\":2}]}}"
                        + OTHER_TIMER)));
  }

  /** A length that is wrong makes a section of what is the VMDESC to a reader of the end. */
  private static NamedStream insideTheNameOfASection() {
    String json = HEAD + "{\"name\":\"a\",\"size\":-1}" + TAIL;
    StreamMaker begin = withRam().hex("04 00000009 26 04").text("acme");
    StreamMaker name = begin.hex("00000000 00000003 a5a5a5a5 7e 00000009 00 06 0000004f");
    String section =
        "\4acme\0\0\0\0\0\0\0\3\u00a5\u00a5\u00a5\u00a5~\0\0\0\t\0\6\0\0\0O{\"devices\""
            + " (instance 979073826)";
    return NamedStream.refused(
        "vmdesc-inside-the-name-of-a-section",
        name.text(json),
        section,
        155,
        "payload of "
            + section
            + " is of unknown length, expected a VMDESC that describes it, within the next"
            + " 16777216 bytes");
  }

  private static NamedStream refused(String name, String json) {
    int payload = withRam().section(4, 9, "acme", 3).size();
    return NamedStream.refused(
        name,
        withRam().acme(4).end(json),
        "acme",
        payload,
        "payload of acme is of unknown length, expected a VMDESC that describes it, within the next"
            + " 16777216 bytes");
  }
}
