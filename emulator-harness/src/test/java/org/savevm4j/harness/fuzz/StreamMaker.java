// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Puts a stream together, byte by byte as it is described, with sections numbered by hand. */
final class StreamMaker {

  /** Header and configuration of a machine that the harness takes. */
  static final String BEGIN = "5145564d 00000003 07 0000000c 707365726965732d31302e30";

  /** Section ids, any numbers. */
  static final int RAM = 2;

  static final int HTAB = 7;

  private static final String END_OF_RAM = "0000000000000010";
  private static final HexFormat HEX = HexFormat.of();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A stream with nothing in it. */
  static StreamMaker empty() {
    return new StreamMaker();
  }

  /** A stream that begins as it should. */
  static StreamMaker begun() {
    return new StreamMaker().hex(BEGIN);
  }

  /** A stream with a whole section ram, its list of blocks and nothing else in it. */
  static StreamMaker withRam() {
    return begun().ramStart().hex(END_OF_RAM).footer(RAM).part(3, RAM, END_OF_RAM);
  }

  /** Hexadecimal digits, with spaces anywhere. */
  StreamMaker hex(String digits) {
    bytes.writeBytes(HEX.parseHex(digits.replace(" ", "")));
    return this;
  }

  /** Bytes as they are. */
  StreamMaker bytes(byte[] some) {
    bytes.writeBytes(some);
    return this;
  }

  /** Characters, one a byte. */
  StreamMaker text(String characters) {
    return bytes(characters.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A length byte and that many characters. */
  StreamMaker string8(String characters) {
    return hex("%02x".formatted(characters.length())).text(characters);
  }

  /** A START (1) or FULL (4) of instance 0, up to its payload. */
  StreamMaker section(int type, int id, String name, int version) {
    return hex("%02x %08x".formatted(type, id))
        .string8(name)
        .hex("00000000 %08x".formatted(version));
  }

  /** A PART (2) or END (3), whole. */
  StreamMaker part(int type, int id, String payload) {
    return begin(type, id).hex(payload).footer(id);
  }

  /** A PART (2) or END (3), up to its payload. */
  StreamMaker begin(int type, int id) {
    return hex("%02x %08x".formatted(type, id));
  }

  StreamMaker footer(int id) {
    return hex("7e %08x".formatted(id));
  }

  /** START of ram up to behind the list of blocks, which is that of the machine of the tests. */
  StreamMaker ramStart() {
    return section(1, RAM, "ram", 4)
        .hex("0000000000010004")
        .string8("ppc_spapr.ram")
        .hex("0000000000010000");
  }

  /** A START of spapr/htab with a header word. */
  StreamMaker htabStart(int version, String word) {
    return section(1, HTAB, "spapr/htab", version).hex(word).footer(HTAB);
  }

  /** A FULL section of no device that the machine has, of {@code length} bytes. */
  StreamMaker acme(int length) {
    return section(4, 9, "acme", 3).hex("a5".repeat(length)).footer(9);
  }

  /** The byte that ends the sections, and a VMDESC. */
  StreamMaker end(String json) {
    return hex("00 06 %08x".formatted(json.length())).text(json);
  }

  /** The byte that ends the sections, and nothing else. */
  StreamMaker end() {
    return hex("00");
  }

  /** Bytes so far, which is the offset of the next one. */
  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
