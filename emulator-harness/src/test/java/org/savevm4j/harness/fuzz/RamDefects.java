// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.StreamMaker.RAM;
import static org.savevm4j.harness.fuzz.StreamMaker.begun;

import java.util.List;

/** Defects of section ram, for a machine with 64 KiB of it. */
final class RamDefects {

  private static final String BLOCK = "0d 7070635f73706170722e72616d";
  private static final String EOS = "0000000000000010";

  private RamDefects() {}

  static List<NamedStream> all() {
    return List.of(
        list(
            "ram-of-another-size",
            "0000000000020004" + BLOCK + "0000000000020000",
            22,
            "RAM block is ppc_spapr.ram of 131072 bytes, expected ppc_spapr.ram of this machine's"
                + " 65536 bytes"),
        list(
            "ram-of-another-name",
            "0000000000010004" + "01 61" + "0000000000010000",
            10,
            "RAM block is a of 65536 bytes, expected ppc_spapr.ram of this machine's 65536 bytes"),
        list(
            "ram-of-a-tebibyte",
            "0000010000000004"
                + BLOCK
                + "0000010000000000"
                + EOS
                + "7e00000002"
                + "03 00000002"
                + EOS
                + "7e00000002 00",
            22,
            "RAM block is ppc_spapr.ram of 1099511627776 bytes, expected ppc_spapr.ram of this"
                + " machine's 65536 bytes"),
        list(
            "ram-of-4-exbibytes",
            "4000000000000004" + BLOCK + "4000000000000000",
            22,
            "RAM block is ppc_spapr.ram of 4611686018427387904 bytes, expected ppc_spapr.ram of"
                + " this machine's 65536 bytes"),
        list(
            "ram-block-of-no-byte",
            "0000000000010004" + BLOCK + "0000000000000000",
            22,
            "length of RAM block ppc_spapr.ram is 0, expected a positive multiple of 4096, at most"
                + " the 65536 bytes that are left"),
        list(
            "ram-block-of-half-a-page",
            "0000000000010004" + BLOCK + "0000000000000800",
            22,
            "length of RAM block ppc_spapr.ram is 2048, expected a positive multiple of 4096, at"
                + " most the 65536 bytes that are left"),
        list(
            "ram-block-of-negative-size",
            "0000000000010004" + BLOCK + "fffffffffffff000",
            22,
            "length of RAM block ppc_spapr.ram is 18446744073709547520, expected a positive"
                + " multiple of 4096, at most the 65536 bytes that are left"),
        list(
            "ram-block-larger-than-the-total",
            "0000000000001004" + BLOCK + "0000000000010000",
            22,
            "length of RAM block ppc_spapr.ram is 65536, expected a positive multiple of 4096, at"
                + " most the 4096 bytes that are left"),
        started(
            "ram-list-twice",
            "0000000000010004",
            0,
            "list of blocks is a second one, expected one, in START"),
        part(
            "ram-list-in-a-part",
            "0000000000010004",
            0,
            "list of blocks is a second one, expected one, in START"),
        list(
            "ram-page-before-the-list",
            "0000000000000008" + BLOCK,
            0,
            "RAM block is ppc_spapr.ram, expected one of []"),
        started(
            "ram-page-of-an-unknown-block",
            "0000000000000008 01 61",
            0,
            "RAM block is a, expected one of [ppc_spapr.ram]"),
        started(
            "ram-first-page-says-continue",
            "0000000000000028",
            0,
            "flags of a ram record is 020 (CONTINUE), expected a block's name in the first page of"
                + " a stream"),
        started(
            "ram-page-behind-the-block",
            "0000000000010008" + BLOCK,
            0,
            "page address is 10000, expected one inside the block's 65536 bytes"),
        started(
            "ram-page-at-a-negative-address",
            "fffffffffffff008" + BLOCK,
            0,
            "page address is fffffffffffff000, expected one inside the block's 65536 bytes"),
        started(
            "ram-zero-page-of-ones",
            "0000000000000002" + BLOCK + "01",
            22,
            "byte of a zero page is 01, expected 00"),
        started(
            "ram-hook-of-rdma",
            "0000000000000080" + BLOCK,
            0,
            "flags of a ram record is 080 (RDMA hook), expected a page, a zero page, changes of a"
                + " page, the list of blocks or the end"),
        started(
            "ram-compressed-page",
            "0000000000000100" + BLOCK,
            0,
            "flags of a ram record is 100 (compressed page), expected a page, a zero page, changes"
                + " of a page, the list of blocks or the end"),
        started(
            "ram-flush-of-multifd",
            "0000000000000200",
            0,
            "flags of a ram record is 200 (multifd flush), expected a page, a zero page, changes of"
                + " a page, the list of blocks or the end"),
        started(
            "ram-no-flag",
            "0000000000001000",
            0,
            "flags of a ram record is 000 (unknown), expected a page, a zero page, changes of a"
                + " page, the list of blocks or the end"),
        started(
            "ram-two-flags",
            "000000000000000a" + BLOCK,
            0,
            "flags of a ram record is 00a (unknown), expected a page, a zero page, changes of a"
                + " page, the list of blocks or the end"),
        changes(
            "ram-changes-in-another-encoding",
            "02 0000",
            22,
            "encoding of a changed page is 02, expected 01"),
        changes(
            "ram-changes-longer-than-a-page",
            "01 1001",
            23,
            "length of a page's changes is 4097, expected at most a page, 4096"),
        changes(
            "ram-changes-run-beyond-the-page",
            "01 0003 ff7f 01",
            25,
            "run that stays is 16383 bytes, expected 0 to the 4096 that the page has left"),
        changes(
            "ram-changes-new-bytes-beyond-the-page",
            "01 0004 fe1f 03 aa",
            27,
            "run that changes is 3 bytes, expected 1 to the 2 that the page has left"),
        changes(
            "ram-changes-new-bytes-beyond-themselves",
            "01 0003 00 05 aa",
            27,
            "new bytes of a page is 5 bytes, expected at most the 1 that are left of its changes"),
        changes(
            "ram-changes-run-of-three-bytes",
            "01 0003 808080",
            25,
            "run that stays is longer than two bytes, expected a length of one or two bytes"),
        changes(
            "ram-changes-no-new-byte",
            "01 0002 05 00",
            26,
            "run that changes is 0 bytes, expected 1 to the 4091 that the page has left"),
        changes(
            "ram-changes-no-old-byte-between",
            "01 0005 00 01 aa 00 01",
            28,
            "run that stays is 0 bytes, expected 1 to the 4095 that the page has left"),
        changes(
            "ram-changes-cut-in-a-length",
            "01 0001 80",
            25,
            "run that stays is cut off, expected a length before the changes end"),
        started(
            "ram-page-cut",
            "0000000000000008" + BLOCK + "aa",
            23,
            "the stream ends here, 4095 more byte(s) were due"));
  }

  /** A list of blocks, in START. */
  private static NamedStream list(String name, String records, int at, String reason) {
    StreamMaker start = begun().section(1, RAM, "ram", 4);
    return NamedStream.refused(
        name, begun().section(1, RAM, "ram", 4).hex(records), "ram", start.size() + at, reason);
  }

  /** Records behind the right list. */
  private static NamedStream started(String name, String records, int at, String reason) {
    return NamedStream.refused(
        name, begun().ramStart().hex(records), "ram", begun().ramStart().size() + at, reason);
  }

  /** Changes of page 0. */
  private static NamedStream changes(String name, String data, int at, String reason) {
    return started(name, "0000000000000040" + BLOCK + data, at, reason);
  }

  private static NamedStream part(String name, String records, int at, String reason) {
    StreamMaker stream = begun().ramStart().hex(EOS).footer(RAM).begin(2, RAM);
    int size = stream.size();
    return NamedStream.refused(name, stream.hex(records), "ram", size + at, reason);
  }
}
