// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.NamedStream.loads;
import static org.savevm4j.harness.fuzz.NamedStream.refused;
import static org.savevm4j.harness.fuzz.StreamMaker.HTAB;
import static org.savevm4j.harness.fuzz.StreamMaker.RAM;
import static org.savevm4j.harness.fuzz.StreamMaker.begun;
import static org.savevm4j.harness.fuzz.StreamMaker.empty;
import static org.savevm4j.harness.fuzz.StreamMaker.withRam;

import java.util.List;
import org.savevm4j.harness.savevm.SectionRegistry;

/** Defects between payloads: who may come when, under which number, and where a section ends. */
final class FrameDefects {

  private static final String EOS = "0000000000000010";

  /** Bytes of {@link StreamMaker#BEGIN}. */
  private static final int BEGUN = begun().size();

  /** The plugin, and the folder or jar that it is from. */
  private static final String PROVIDERS = SectionRegistry.read().toString();

  private FrameDefects() {}

  static List<NamedStream> all() {
    return List.of(
        refused(
            "frame-no-byte-at-all",
            empty(),
            null,
            0,
            "the stream ends here, 4 more byte(s) were due"),
        refused(
            "frame-section-number-twice",
            begun().ramStart().hex(EOS).footer(RAM).section(1, RAM, "spapr/htab", 1),
            null,
            begun().ramStart().hex(EOS).footer(RAM).size() + 1,
            "section id is 00000002, expected one that is not taken"),
        refused(
            "frame-section-ram-twice",
            withRam().section(1, 3, "ram", 4),
            "ram",
            withRam().size(),
            "it is in the stream twice"),
        refused(
            "frame-part-of-a-number-that-no-start-named",
            begun().begin(2, 0x1234),
            null,
            BEGUN + 1,
            "section id of a PART is 00001234, expected one that a START has named"),
        refused(
            "frame-part-of-a-full-section",
            begun().section(4, 5, "spapr/rtc", 1).hex("0000000000000000").footer(5).begin(2, 5),
            null,
            begun().section(4, 5, "spapr/rtc", 1).hex("0000000000000000").footer(5).size() + 1,
            "section id of a PART is 00000005, expected one that a START has named"),
        refused(
            "frame-part-behind-the-end",
            withRam().begin(2, RAM),
            "ram",
            withRam().size(),
            "it has ended already"),
        refused(
            "frame-end-twice",
            withRam().begin(3, RAM),
            "ram",
            withRam().size(),
            "it has ended already"),
        refused(
            "frame-start-without-an-end",
            begun().ramStart().hex(EOS).footer(RAM).end(),
            "ram",
            begun().ramStart().hex(EOS).footer(RAM).size(),
            "the stream ends before the section does"),
        refused(
            "frame-unknown-section-and-no-vmdesc",
            withRam().acme(4).end(),
            "acme",
            withRam().section(4, 9, "acme", 3).size(),
            "payload of acme is of unknown length, expected a VMDESC that describes it, within the"
                + " next 16777216 bytes"),
        refused(
            "frame-unknown-live-section",
            begun().section(1, 3, "block", 1),
            "block",
            BEGUN,
            "this machine has no such section; it has [ram, " + PROVIDERS + "]"),
        refused(
            "frame-live-section-sent-as-full",
            begun().section(4, 3, "ram", 4),
            "ram",
            begun().section(4, 3, "ram", 4).size(),
            "payload of ram is of unknown length, expected a VMDESC that describes it, within the"
                + " next 16777216 bytes"),
        refused(
            "frame-device-sent-as-start",
            begun().section(1, 3, "timer", 2),
            "timer",
            BEGUN,
            "this machine has no such section; it has [ram, " + PROVIDERS + "]"),
        refused(
            "frame-ram-of-version-3",
            begun().section(1, RAM, "ram", 3),
            "ram",
            BEGUN,
            "version 3 is too old, here load version 4"),
        refused(
            "frame-htab-of-version-5",
            begun().section(1, HTAB, "spapr/htab", 5),
            "spapr/htab",
            BEGUN,
            "version 5 is too new, here load versions 1 to 4"),
        refused(
            "frame-htab-of-version-4294967295",
            begun().section(1, HTAB, "spapr/htab", -1),
            "spapr/htab",
            BEGUN,
            "version 4294967295 is too new, here load versions 1 to 4"),
        refused(
            "frame-footer-missing",
            begun().section(1, HTAB, "spapr/htab", 1).hex("00000012").begin(3, HTAB),
            "spapr/htab",
            begun().section(1, HTAB, "spapr/htab", 1).hex("00000012").size(),
            "footer is 03 00000007, expected 7e 00000007"),
        refused(
            "frame-footer-of-another-section",
            begun().section(1, HTAB, "spapr/htab", 1).hex("00000012").footer(8),
            "spapr/htab",
            begun().section(1, HTAB, "spapr/htab", 1).hex("00000012").size(),
            "footer is 7e 00000008, expected 7e 00000007"),
        refused(
            "frame-subsection-between-sections",
            withRam().hex("05"),
            null,
            withRam().size(),
            "record type is 05, expected 00 to 04 or 08, where a section ends and another begins"),
        refused(
            "frame-record-of-type-ff",
            begun().hex("ff"),
            null,
            BEGUN,
            "record type is ff, expected 00 to 04 or 08, where a section ends and another begins"),
        refused(
            "frame-name-of-255-bytes-that-are-not-there",
            begun().hex("01 00000001 ff 61"),
            null,
            begun().size() + 7,
            "the stream ends here, 254 more byte(s) were due"),
        refused(
            "frame-unknown-command",
            withRam().hex("08 ffff 0000").end(),
            null,
            withRam().size(),
            "command is 65535, expected 1 (return path), 2 (ping) or 11 (switchover)"),
        refused(
            "frame-return-path-over-a-file",
            withRam().hex("08 0001 0000").end(),
            null,
            withRam().size(),
            "command is 1, expected no return path asked for, which file:/dev/null lacks"),
        refused(
            "frame-command-of-65535-bytes-that-is-unknown",
            withRam().hex("08 7777 ffff 00"),
            null,
            withRam().size() + 6,
            "the stream ends here, 65534 more byte(s) were due"),
        refused(
            "frame-command-of-65535-bytes-that-are-not-there",
            withRam().hex("08 0002 ffff 00"),
            null,
            withRam().size() + 3,
            "length of command 2 is 65535, expected 4"),
        refused(
            "frame-vmdesc-of-4-gib-that-is-not-there",
            withRam().hex("00 06 ffffffff"),
            null,
            withRam().size() + 2,
            "length of the VMDESC is 4294967295, expected at most 8388608"),
        refused(
            "frame-vmdesc-shorter-than-it-says",
            withRam().hex("00 06 00000010 7b7d"),
            null,
            withRam().size() + 8,
            "the stream ends here, 14 more byte(s) were due"),
        refused(
            "frame-other-bytes-behind-the-end",
            withRam().hex("00 07"),
            null,
            withRam().size() + 1,
            "record type is 07, expected 06 or the stream's end"),
        loads(
            "frame-sections-in-another-order",
            begun()
                .section(4, 5, "spapr/rtc", 1)
                .hex("0000000000000005")
                .footer(5)
                .htabStart(1, "00000012")
                .ramStart()
                .hex(EOS)
                .footer(RAM)
                .part(3, HTAB, "00000000 0000000000000000")
                .part(3, RAM, EOS)
                .end()),
        loads("frame-no-section-at-all", begun().end()));
  }
}
