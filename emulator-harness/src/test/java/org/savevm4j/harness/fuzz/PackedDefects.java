// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.savevm4j.harness.fuzz.StreamMaker.HTAB;
import static org.savevm4j.harness.fuzz.StreamMaker.begun;

import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Defects of section spapr/htab, version 2: of its blocks and of the records in them. */
final class PackedDefects {

  private static final String ENTRY = "0000000000000011 0000000000001196";
  private static final String END_MARKER = "0000000000000000";
  private static final HexFormat HEX = HexFormat.of();

  private PackedDefects() {}

  static List<NamedStream> all() {
    return List.of(
        block(
            "packed-method-3", "03000008 00000000", 0, "method of block is 3, expected at most 2"),
        block(
            "packed-block-of-no-byte",
            "01000000 00000000",
            1,
            "length of block is 0, expected 9 to 262144"),
        block(
            "packed-block-of-16-mib",
            "00ffffff 00000000",
            1,
            "length of block is 16777215, expected 8 to 262144"),
        block(
            "packed-block-cut",
            "00000018 00000000 00000005",
            12,
            "the stream ends here, 20 more byte(s) were due"),
        block(
            "packed-end-with-a-sum",
            "00000000 00000001",
            4,
            "CRC32C of block is 00000001, expected 00000000"),
        block(
            "packed-sum-wrong",
            "00000018 12345678" + "00000005 0001 0000" + ENTRY,
            4,
            "CRC32C of block is 12345678, expected f2544862"),
        block(
            "packed-4-gib-unpacked",
            "01000009 00000000 ffffffff 00000001 00",
            8,
            "unpacked bytes of block is 4294967295, expected 8 to 262144"),
        block(
            "packed-nothing-unpacked",
            "01000009 00000000 00000000 00000001 00",
            8,
            "unpacked bytes of block is 0, expected 8 to 262144"),
        block(
            "packed-4-gib-of-records",
            "01000009 00000000 00000018 ffffffff 00",
            12,
            "records of block is 4294967295, expected a number of headers of 8 bytes that leaves"
                + " whole entries of 16 of 24 bytes"),
        block(
            "packed-no-record",
            "01000009 00000000 00000018 00000000 00",
            12,
            "records of block is 0, expected a number of headers of 8 bytes that leaves whole"
                + " entries of 16 of 24 bytes"),
        block(
            "packed-bytes-that-are-not-zstd",
            "01000009 00000000 00000018 00000001 55",
            16,
            "packed bytes of block is not unpacked: Src size is incorrect, expected 24 bytes packed"
                + " by zstd"),
        block(
            "packed-zstd-of-another-length",
            "01000016 00000000 00000018 00000001 20 09 490000 000000000000000000",
            16,
            "unpacked bytes of block is 9, expected 24 by the block's header"),
        block(
            "packed-zstd-bomb",
            "01000016 00000000 00040000 00008000 00 38 02001000 02001000 03001000",
            16,
            "packed bytes of block is not unpacked: Destination buffer is too small, expected"
                + " 262144 bytes packed by zstd"),
        stored(
            "packed-record-cut",
            "00000005 0002 0000" + ENTRY,
            0,
            "record 0 of block is cut after 24 bytes, expected all of its 40 bytes"),
        stored(
            "packed-header-cut",
            "00000005 0000 0001 000000",
            0,
            "record 1 of block is cut after 3 bytes, expected all of its 8 bytes"),
        stored(
            "packed-end-marker-in-a-block",
            "00000005 0000 0001" + END_MARKER,
            0,
            "record 1 of block is the end marker, expected a record"),
        stored(
            "packed-records-descend",
            "00000005 0000 0001 00000004 0000 0001",
            0,
            "index of record 1 of block is 4, expected at least 6, the end of the record before"),
        stored(
            "packed-records-overlap",
            "00000005 0000 0002 00000006 0000 0001",
            0,
            "index of record 1 of block is 6, expected at least 7, the end of the record before"),
        stored(
            "packed-record-beyond-the-table",
            "00000005 0001 0000" + ENTRY + "00004000 0000 0001",
            0,
            "record is index 16384 + n_valid 0 + n_invalid 1, expected at most the table's 16384"
                + " slots"),
        stored(
            "packed-index-and-counts-wrap-32-bits",
            "ffffffff 0001 0000" + ENTRY,
            0,
            "record is index 4294967295 + n_valid 1 + n_invalid 0, expected at most the table's"
                + " 16384 slots"),
        block("packed-end-missing", "", 0, "the stream ends here, 8 more byte(s) were due"));
  }

  private static StreamMaker iteration() {
    return begun().htabStart(2, "00000012").begin(2, HTAB).hex("00000000");
  }

  private static NamedStream block(String name, String block, int at, String reason) {
    return NamedStream.refused(
        name, iteration().hex(block), "spapr/htab", iteration().size() + at, reason);
  }

  /** A block of stored records whose sum is right. */
  private static NamedStream stored(String name, String records, int at, String reason) {
    return block(name, storedBlock(records), at, reason);
  }

  /** Such a block, as hexadecimal digits. */
  static String storedBlock(String records) {
    byte[] bytes = HEX.parseHex(records.replace(" ", ""));
    String word = "%08x".formatted(bytes.length);
    CRC32C crc = new CRC32C();
    crc.update(HEX.parseHex(word));
    crc.update(bytes);
    // stored records count once, as the bytes of the block
    return word + "%08x".formatted((int) crc.getValue()) + HEX.formatHex(bytes);
  }
}
