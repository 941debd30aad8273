// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.StreamMaker.HTAB;
import static org.savevm4j.harness.fuzz.StreamMaker.begun;

import java.util.List;
import org.savevm4j.harness.fuzz.NamedStream.Fault;

/** Defects of section spapr/htab, version 1, for a machine whose table has 16384 slots. */
final class HtabDefects {

  private static final String ENTRY = "0000000000000011 0000000000001196";
  private static final String END_MARKER = "0000000000000000";

  private HtabDefects() {}

  static List<NamedStream> all() {
    return List.of(
        started(
            "htab-records-in-start",
            "00000000",
            "header word is 0, expected a shift or ffffffff in START"),
        started("htab-shift-1", "00000001", "shift is 1, expected 18 to 46"),
        started("htab-shift-17", "00000011", "shift is 17, expected 18 to 46"),
        NamedStream.refused(
            "htab-table-of-64-gib-and-one-record",
            begun()
                .htabStart(1, "00000024")
                .part(3, HTAB, "00000000 fffffff0 0001 0000" + ENTRY + END_MARKER)
                .end(),
            "spapr/htab",
            begun().section(1, HTAB, "spapr/htab", 1).size(),
            "shift is 36, expected at most 19, this machine's limit"),
        started(
            "htab-shift-37-beyond-32-bit-indexes",
            "00000025",
            "shift is 37, expected at most 36: a record's 32-bit index reaches no slot beyond"
                + " 2^32"),
        started(
            "htab-shift-46-beyond-32-bit-indexes",
            "0000002e",
            "shift is 46, expected at most 36: a record's 32-bit index reaches no slot beyond"
                + " 2^32"),
        started("htab-shift-47", "0000002f", "shift is 47, expected 18 to 46"),
        started("htab-shift-64", "00000040", "shift is 64, expected 18 to 46"),
        started("htab-shift-4294967294", "fffffffe", "shift is 4294967294, expected 18 to 46"),
        started(
            "htab-shift-20-beyond-the-limit-of-the-machine",
            "00000014",
            "shift is 20, expected at most 19, this machine's limit"),
        radix(
            "htab-records-without-a-table",
            "00000000",
            0,
            "header word is 0, expected ffffffff: there is no table for records"),
        radix(
            "htab-records-without-a-table-are-not-read",
            "00000000" + "00000001 0001 0000" + ENTRY,
            0,
            "header word is 0, expected ffffffff: there is no table for records"),
        record(
            "htab-index-and-counts-wrap-32-bits",
            "ffffffff 0001 0000" + ENTRY,
            0,
            "record is index 4294967295 + n_valid 1 + n_invalid 0, expected at most the table's"
                + " 16384 slots"),
        record(
            "htab-last-slot-and-one-more",
            "00003fff 0002 0000" + ENTRY + ENTRY,
            0,
            "record is index 16383 + n_valid 2 + n_invalid 0, expected at most the table's 16384"
                + " slots"),
        record(
            "htab-index-at-the-end",
            "00004000 0001 0000" + ENTRY,
            0,
            "record is index 16384 + n_valid 1 + n_invalid 0, expected at most the table's 16384"
                + " slots"),
        record(
            "htab-empty-slots-beyond-the-end",
            "00003ff0 0000 0011",
            0,
            "record is index 16368 + n_valid 0 + n_invalid 17, expected at most the table's 16384"
                + " slots"),
        record(
            "htab-empty-slots-wrap-32-bits",
            "ffffffff 0000 ffff",
            0,
            "record is index 4294967295 + n_valid 0 + n_invalid 65535, expected at most the table's"
                + " 16384 slots"),
        record(
            "htab-entry-cut",
            "00000001 0001 0000 0000000000000011",
            16,
            "the stream ends here, 8 more byte(s) were due"),
        longRecord(),
        record(
            "htab-error-after-good-records",
            "00000005 0001 0000" + ENTRY + "00004000 0000 0001",
            24,
            "record is index 16384 + n_valid 0 + n_invalid 1, expected at most the table's 16384"
                + " slots"),
        record(
            "htab-footer-instead-of-the-end-marker",
            "7e 00000007 00 0000 00",
            0,
            "record is index 2113929216 + n_valid 1792 + n_invalid 0, expected at most the table's"
                + " 16384 slots"),
        valid(
            "htab-entry-with-v-0",
            "00000005 0001 0000 0000000000000010 0000000000001196",
            "record is index 5 + n_valid 1 + n_invalid 0: the entry of slot 5 is 0000000000000010"
                + " 0000000000001196, expected V = 1"),
        valid(
            "htab-entry-of-an-unknown-page-size",
            "00000005 0001 0000 0000000000000005 0000000000002196",
            "record is index 5 + n_valid 1 + n_invalid 0: the entry of slot 5 is 0000000000000005"
                + " 0000000000002196, expected a page size of this machine"),
        loads("htab-index-0-with-no-slots-is-the-end", "00000000" + END_MARKER),
        loads("htab-record-of-nothing", "00000000 00000005 0000 0000" + END_MARKER),
        loads(
            "htab-records-overlap-and-descend",
            "00000000 00000005 0001 0002" + ENTRY + "00000004 0001 0001" + ENTRY + END_MARKER),
        loads("htab-shift-anew-in-a-part", "00000012"),
        loads("htab-table-given-up-in-a-part", "ffffffff"),
        NamedStream.loads(
            "htab-table-replaced-before-the-end",
            begun()
                .htabStart(1, "00000012")
                .part(2, HTAB, "00000000 00000005 0001 0000" + ENTRY + END_MARKER)
                .part(2, HTAB, "ffffffff")
                .part(2, HTAB, "00000012")
                .part(3, HTAB, "00000000 00000009 0001 0000" + ENTRY + END_MARKER)
                .end()),
        NamedStream.loads(
            "htab-shift-in-end", begun().htabStart(1, "ffffffff").part(3, HTAB, "00000012").end()));
  }

  /** The channel gets entries piece by piece, so that it misses fewer of them at once. */
  private static NamedStream longRecord() {
    int end = iteration().size() + 24;
    return new NamedStream(
        "htab-16383-entries-that-are-not-there",
        iteration().hex("00000000 3fff 0000" + ENTRY).toBytes(),
        new Fault("spapr/htab", end, "the stream ends here, 262112 more byte(s) were due"),
        new Fault("spapr/htab", end, "the stream ends here, 65504 more byte(s) were due"));
  }

  private static NamedStream started(String name, String word, String reason) {
    StreamMaker stream = begun().section(1, HTAB, "spapr/htab", 1);
    int at = stream.size();
    return NamedStream.refused(name, stream.hex(word).footer(HTAB), "spapr/htab", at, reason);
  }

  private static NamedStream radix(String name, String payload, int at, String reason) {
    StreamMaker stream = begun().htabStart(1, "ffffffff").begin(2, HTAB);
    int begin = stream.size();
    return NamedStream.refused(name, stream.hex(payload), "spapr/htab", begin + at, reason);
  }

  private static StreamMaker iteration() {
    return begun().htabStart(1, "00000012").begin(2, HTAB).hex("00000000");
  }

  private static NamedStream record(String name, String records, int at, String reason) {
    return NamedStream.refused(
        name, iteration().hex(records), "spapr/htab", iteration().size() + at, reason);
  }

  /** What a table in the process takes, as QEMU does, and a channel refuses, as KVM does. */
  private static NamedStream valid(String name, String records, String reason) {
    StreamMaker stream =
        iteration()
            .hex(records + END_MARKER)
            .footer(HTAB)
            .part(3, HTAB, "00000000" + END_MARKER)
            .end();
    return new NamedStream(
        name, stream.toBytes(), null, new Fault("spapr/htab", iteration().size(), reason));
  }

  private static NamedStream loads(String name, String payload) {
    return NamedStream.loads(
        name,
        begun().htabStart(1, "00000012").part(2, HTAB, payload).part(3, HTAB, "ffffffff").end());
  }
}
