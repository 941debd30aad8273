// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Walks streams made by hand, in which every byte is known. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StreamContentsTest {

  private static final String BEGIN = "5145564d 00000003 07 0000000c 707365726965732d31302e30";
  private static final String HTAB =
      "01 00000007 0a 73706170722f68746162 00000000 00000001 00000012 7e 00000007"
          + "03 00000007 00000000"
          + "00000003 0002 0000 0000000000000051 0000000000001196 0000000000000001 1000000000002196"
          + "00000100 0000 0001 0000000000000000 7e 00000007";
  private static final String ACME =
      "04 00000009 04 61636d65 00000002 00000003" // acme, instance 2, version 3
          + "11223344 aabb aabb 05 08 61636d652f737562 00000001 99" // two structs, a subsection
          + "7e 00000009";
  private static final String VMDESC =
      """
      {"page_size":4096,"devices":[{"name":"acme","instance_id":2,"vmsd_name":"acme","version":3,\
      "fields":[{"name":"a","type":"uint32","size":4},{"name":"b","array_len":2,"type":"struct",\
      "struct":{"vmsd_name":"b","version":1,"fields":[{"name":"x","type":"uint8","size":1},\
      {"name":"y","type":"uint8","size":1}]},"size":2}],"subsections":[{"vmsd_name":"acme/sub",\
      "version":1,"fields":[{"name":"z","type":"uint8","size":1}]}]}]}\
      """;

  @TempDir Path folder;

  @Test
  void tableIsDigestedAsReceivedHostBitsAndAll() throws Exception {
    StreamAnalysis analysis = analyze(bytes(BEGIN + HTAB + "00"));
    assertNull(analysis.fault());
    assertEquals("pseries-10.0", analysis.machine());
    byte[] table = new byte[1 << 18];
    byte[] entries = bytes("0000000000000051 0000000000001196 0000000000000001 1000000000002196");
    System.arraycopy(entries, 0, table, 3 * 16, entries.length);
    assertEquals(
        new StreamAnalysis.HtabInfo(18, 1 + 1, 2, 1, 1, 2, 1, sha256(table)), analysis.htab());
    assertEquals(
        List.of(new StreamAnalysis.SectionInfo(7, "spapr/htab", 0, 1, "start", 4 + 4 + 56)),
        analysis.sections());
  }

  @Test
  void vmdescWalkConsumesEveryByteOfADevice() throws Exception {
    StreamAnalysis analysis = analyze(withVmdesc(BEGIN + HTAB + ACME));
    assertNull(analysis.fault());
    assertTrue(analysis.vmdesc());
    assertEquals(
        new StreamAnalysis.SectionInfo(9, "acme", 2, 3, "full", 4 + 4 + 2 + 8 + 4 + 1),
        analysis.sections().get(1));
  }

  @Test
  void deviceWithAByteTooManyIsAFaultWithItsNameAndOffset() throws Exception {
    byte[] stream = withVmdesc(BEGIN + HTAB + ACME.replace(" 99", " 99 00"));
    StreamAnalysis.Fault fault = analyze(stream).fault();
    assertNotNull(fault);
    assertEquals("acme (instance 2)", fault.section());
    assertEquals(bytes(BEGIN + HTAB).length + 18 + 23, fault.offset());
  }

  @Test
  void deviceWithoutVmdescStopsTheWalkButKeepsWhatCameBefore() throws Exception {
    StreamAnalysis analysis = analyze(bytes(BEGIN + HTAB + ACME + "00"));
    StreamAnalysis.Fault fault = analysis.fault();
    assertNotNull(fault);
    assertTrue(fault.reason().contains("VMDESC"), fault.reason());
    StreamAnalysis.HtabInfo htab = analysis.htab();
    assertNotNull(htab);
    assertEquals(2, htab.valid());
  }

  @Test
  void bytesThatOnlyLookLikeTheVmdescAreNotTakenForIt() throws Exception {
    byte[] rest = withVmdesc(ACME);
    String command = "08 0009 0007 00 06 %08x 7b".formatted(1 + rest.length);
    StreamAnalysis analysis =
        analyze(bytes(BEGIN + HTAB + command + HexFormat.of().formatHex(rest)));
    assertNull(analysis.fault());
    assertTrue(analysis.vmdesc());
  }

  @Test
  void cpuWhoseMsrIsNotToldTranslatesNothing() throws Exception {
    String cpu = "04 00000009 03 637075 00000000 00000001 11223344 7e 00000009";
    String vmdesc =
        "{\"devices\":[{\"name\":\"cpu\",\"instance_id\":0,\"fields\":[{\"name\":\"x\",\"size\":4}]}]}";
    Path file = Files.write(folder.resolve("cpu"), withVmdesc(BEGIN + HTAB + cpu, vmdesc));
    try (StreamContents contents = StreamContents.load(file)) {
      assertNull(contents.fault());
      assertThrows(UnmappedException.class, () -> StreamTranslation.of(contents, 0, 0, 1));
    }
  }

  @Test
  void vmdescOfEndlessEmptyFieldsIsRefused() throws Exception {
    String field = "{\"name\":\"a\",\"type\":\"x\",\"size\":0}";
    String struct =
        "{\"vmsd_name\":\"b\",\"version\":1,\"fields\":["
            + (field + ",").repeat(1999)
            + "{\"name\":\"z\",\"size\":1}]}";
    String vmdesc =
        "{\"devices\":[{\"name\":\"acme\",\"instance_id\":2,\"fields\":[{\"name\":\"b\",\"array_len\":100000,"
            + "\"struct\":"
            + struct
            + "}]}]}";
    String payload =
        "04 00000009 04 61636d65 00000002 00000003" + "00".repeat(100_000) + "7e 00000009";
    StreamAnalysis.Fault fault = analyze(withVmdesc(BEGIN + payload, vmdesc)).fault();
    assertNotNull(fault);
    assertTrue(fault.reason().contains("expected fields that hold bytes"), fault.reason());
  }

  @Test
  void lockedEmptySlotDoesNotHoldATranslationUp() throws Exception {
    Path file = folder.resolve("locked");
    String entry = "0000000000000040 0000000000000000";
    Files.write(
        file, bytes(BEGIN + HTAB.replace("0000000000000051 0000000000001196", entry) + "00"));
    try (StreamContents contents = StreamContents.load(file)) {
      contents.table().unlock();
      assertEquals(0, contents.table().table().dword0(3));
    }
  }

  @Test
  void streamWithoutATableSaysSo() throws Exception {
    StreamAnalysis analysis = analyze(bytes(BEGIN + "00"));
    assertNull(analysis.htab());
    assertTrue(analysis.ram().isEmpty());
  }

  @Test
  void ramBlocksAreListedWithUnsentPagesZero() throws Exception {
    String page = "ab".repeat(4096);
    StreamAnalysis analysis =
        analyze(
            bytes(
                BEGIN
                    + "01 00000002 03 72616d 00000000 00000004"
                    + "0000000000003004 01 61 0000000000002000 01 62 0000000000001000"
                    + "0000000000000010 7e 00000002"
                    + "03 00000002 0000000000001008 01 61"
                    + page
                    + "0000000000000022 00 0000000000000010 7e 00000002 00"));
    assertNull(analysis.fault(), () -> String.valueOf(analysis.fault()));
    byte[] a = new byte[0x2000];
    Arrays.fill(a, 0x1000, 0x2000, (byte) 0xab);
    assertEquals(
        List.of(
            new StreamAnalysis.RamInfo("a", 0x2000, sha256(a)),
            new StreamAnalysis.RamInfo("b", 0x1000, sha256(new byte[0x1000]))),
        analysis.ram());
  }

  @Test
  void threeFlagsOfOtherFormatsAreRefusedByName() throws Exception {
    for (String flagAndName : List.of("080 RDMA", "100 compressed page", "200 multifd flush")) {
      String flag = flagAndName.substring(0, 3);
      String stream =
          BEGIN
              + "01 00000002 03 72616d 00000000 00000004"
              + "0000000000000"
              + flag
              + "7e 00000002";
      StreamAnalysis.Fault fault = analyze(bytes(stream)).fault();
      assertNotNull(fault);
      assertTrue(fault.reason().contains(flagAndName.substring(4)), fault.reason());
    }
  }

  @Test
  void pagesThatAreElsewhereAreRefusedByTheNameOfTheirCapability() throws Exception {
    String capabilities =
        " 05 1a 636f6e66696775726174696f6e2f6361706162696c6974696573 00000001 00000001 0a"
            + " 6d61707065642d72616d";
    StreamAnalysis analysis = analyze(bytes(BEGIN + capabilities + "00"));
    assertNotNull(analysis.fault());
    assertEquals(
        "capability is mapped-ram, expected none of [mapped-ram, x-ignore-shared]",
        analysis.fault().reason());
    assertEquals("pseries-10.0", analysis.machine());
  }

  @Test
  void connectionOfMultifdIsNamed() throws Exception {
    StreamAnalysis.Fault fault = analyze(bytes("11223344 00000001")).fault();
    assertNotNull(fault);
    assertEquals(
        "magic is 11223344 (a further connection of multifd), expected 5145564d, with which a"
            + " migration stream begins",
        fault.reason());
  }

  @Test
  void cutAtEveryByteIsAFaultAtThatOffset() throws Exception {
    byte[] stream = withVmdesc(BEGIN + HTAB + ACME);
    int sections = bytes(BEGIN + HTAB).length;
    for (int length = 0; length < sections; length++) {
      StreamAnalysis.Fault fault = analyze(Arrays.copyOf(stream, length)).fault();
      assertNotNull(fault, "cut at " + length);
      assertEquals(length, fault.offset());
    }
  }

  private StreamAnalysis analyze(byte[] stream) throws IOException {
    Path file = folder.resolve("stream");
    Files.write(file, stream);
    try (StreamContents contents = StreamContents.load(file)) {
      return contents.analysis();
    }
  }

  private static byte[] withVmdesc(String sections) {
    return withVmdesc(sections, VMDESC);
  }

  private static byte[] withVmdesc(String sections, String vmdesc) {
    byte[] json = vmdesc.getBytes(StandardCharsets.US_ASCII);
    String tail = "00 06 %08x".formatted(json.length) + HexFormat.of().formatHex(json);
    return bytes(sections + tail);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
