// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A stream in which every byte is known, and what a rewrite makes of it. */
final class HandmadeStream {

  static final String BEGIN = "5145564d 00000003 07 0000000c 707365726965732d31302e30";
  static final String RAM_START =
      "01 00000002 03 72616d 00000000 00000004"
          + "0000000000001004 01 61 0000000000001000 0000000000000010 7e 00000002";
  static final String HTAB_START =
      "01 00000007 0a 73706170722f68746162 00000000 00000001 00000012 7e 00000007";
  static final String RAM_PART =
      "02 00000002 0000000000000008 01 61" + "ab".repeat(4096) + "0000000000000010 7e 00000002";

  /** Slots 3 and 4, of which 3 is bolted. */
  static final String HTAB_PART =
      "02 00000007 00000000 00000003 0002 0000"
          + "0000000000000011 0000000000001196 0000000000000001 1000000000002196"
          + "0000000000000000 7e 00000007";

  static final String EMPTY_PART = "02 00000007 00000000 0000000000000000 7e 00000007";
  static final String SWITCHOVER = "08 000b 0000";
  static final String RAM_END = "03 00000002 0000000000000010 7e 00000002";

  /** Slot 9, and slot 10 emptied. */
  static final String HTAB_END =
      "03 00000007 00000000 00000009 0001 0001 0000000000000005 0000000000003196"
          + "0000000000000000 7e 00000007";

  static final String WHOLE_END =
      "03 00000007 00000000"
          + "00000003 0002 0000"
          + "0000000000000011 0000000000001196 0000000000000001 1000000000002196"
          + "00000009 0001 0000 0000000000000005 0000000000003196"
          + "0000000000000000 7e 00000007";

  static final String BOLTED_END =
      "03 00000007 00000000 00000003 0001 0000 0000000000000011 0000000000001196"
          + "0000000000000000 7e 00000007";

  static final String DEVICE = "04 00000009 04 61636d65 00000002 00000003 11223344 7e 00000009";

  /** The stream before its devices; {@code %s} is the table's END. */
  private static final String SECTIONS =
      BEGIN + RAM_START + HTAB_START + RAM_PART + "%s" + SWITCHOVER + RAM_END + "%s";

  private static final String VMDESC =
      """
      {"page_size":4096,"devices":[{"name":"acme","instance_id":2,"vmsd_name":"acme","version":3,\
      "fields":[{"name":"a","type":"uint32","size":4}]}]}\
      """;

  private HandmadeStream() {}

  /** Up to the table's END. */
  static String sections(String part, String end) {
    return SECTIONS.formatted(part, end);
  }

  static byte[] withVmdesc(String sections) {
    byte[] json = VMDESC.getBytes(StandardCharsets.US_ASCII);
    return bytes(
        sections + DEVICE + "00 06 %08x".formatted(json.length) + HexFormat.of().formatHex(json));
  }

  static byte[] withoutVmdesc(String sections) {
    return bytes(sections + DEVICE + "00");
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
