// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.analyze.TestStreams;
import org.savevm4j.harness.cli.InspectedStreams.Printed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code pseries analyze} tells of devices: names and values, as a tree. */
@Timeout(60)
class AnalyzedDevicesTest {

  private static final String BEGIN =
      "5145564d 00000003 07 0000000c 707365726965732d31302e30"
          + "04 00000009 04 61636d65 00000002 00000003";
  private static final String PAYLOAD =
      "0000001f" // unit
          + "ffffffffffffff00" // offset
          + "01" // on
          + "72756e0000000000" // state
          + "0000000000000001 0000000000000002 0000000000000003 0000000000000004"
          + "0000000000000000".repeat(12)
          + "8000000000000000" // regs
          + "a5".repeat(100) // data
          + "1122 3344".repeat(18) // queue
          + "00000001 00ff" // deep
          + "05 08 61636d652f737562 00000001 99"; // subsection
  private static final String FOOTER = "7e 00000009";
  private static final String FIELDS =
      """
      {"name":"unit","type":"uint32","size":4},{"name":"offset","type":"int64","size":8},\
      {"name":"on","type":"bool","size":1},{"name":"state","type":"buffer","size":8},\
      {"name":"regs","array_len":17,"type":"uint64","size":8},\
      {"name":"data","type":"buffer","size":100},\
      {"name":"queue","array_len":18,"type":"struct","size":4,"struct":{"vmsd_name":"q",\
      "version":1,"fields":[{"name":"head","type":"uint16","size":2},\
      {"name":"tail","type":"uint16","size":2}]}},\
      {"name":"deep","type":"struct","size":6,"struct":{"vmsd_name":"d","version":1,\
      "fields":[{"name":"n","type":"uint32","size":4},{"name":"raw","type":"x","size":2}]}}\
      """;
  private static final String VMDESC =
      "{\"devices\":[{\"name\":\"acme\",\"instance_id\":2,\"vmsd_name\":\"acme\",\"version\":3,"
          + "\"fields\":["
          + FIELDS
          + "],\"subsections\":[{\"vmsd_name\":\"acme/sub\",\"version\":1,"
          + "\"fields\":[{\"name\":\"z\",\"type\":\"uint8\",\"size\":1}]}]}]}";

  @TempDir private Path folder;

  @Test
  void fieldsAreATreeOfNamesAndValues() throws Exception {
    Printed printed = InspectedStreams.run("analyze", file(withVmdesc(PAYLOAD)));
    assertEquals(0, printed.status(), printed.err());
    assertEquals(
        """
        devices
          acme (instance 2) version 3
            unit  0x0000001f (31)
            offset  0xffffffffffffff00 (-256)
            on  true
            state  "run", 8 bytes
            regs  uint64[17], 136 bytes
              [0]    0x0000000000000001 0x0000000000000002 0x0000000000000003 0x0000000000000004
              [4]    0x0000000000000000 0x0000000000000000 0x0000000000000000 0x0000000000000000
              *
              [16]   0x8000000000000000
            data  buffer, 100 bytes
              00000000  a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5  |................|
              *
              00000030  a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5  |................|
              36 bytes more, see --full
            queue[0]  head 0x1122 (4386), tail 0x3344 (13124)
        """,
        devices(printed).lines().limit(17).map(line -> line + "\n").reduce("", String::concat));
    assertEquals(
        """
            queue  2 elements more, see --full
            deep
              n  0x00000001
              raw  00 ff, 2 bytes
            acme/sub  z 0x99 (153)
        """,
        devices(printed).lines().skip(32).map(line -> line + "\n").reduce("", String::concat));
  }

  @Test
  void fullHasAllElementsAndAllBytes() throws Exception {
    String file = file(withVmdesc(PAYLOAD));
    String full = devices(InspectedStreams.run("analyze", "--full", file));
    assertTrue(full.contains("    queue[17]  head 0x1122 (4386), tail 0x3344 (13124)\n"), full);
    assertTrue(full.contains("      00000060  a5 a5 a5 a5 "), full);
    assertTrue(!full.contains("more"), full);
  }

  @Test
  void jsonHasNumbersAsNumbersAndAllElseAsHexDigits() throws Exception {
    JsonNode fields = fields(file(withVmdesc(PAYLOAD)));
    assertEquals(
        "{\"name\":\"offset\",\"type\":\"int64\",\"bytes\":8,\"value\":-256}",
        fields.path(1).toString());
    assertEquals("true", fields.path(2).path("value").toString());
    assertEquals("9223372036854775808", fields.path(4).path("value").path(16).toString());
    assertEquals("a5".repeat(100), fields.path(5).path("value").asString());
    assertEquals("{\"name\":\"queue\",\"more-elements\":2}", fields.path(22).toString());
    assertEquals("acme/sub", fields.path(24).path("name").asString());
  }

  @Test
  void deviceThatIsCutIsShownAsFarAsItCame() throws Exception {
    // a file, so that its VMDESC is found though the device's last field is missing
    byte[] whole = withVmdesc(PAYLOAD.replace("00000001 00ff", ""));
    Printed printed = InspectedStreams.run("analyze", file(whole));
    assertEquals(1, printed.status());
    String devices = devices(printed);
    assertTrue(devices.contains("    deep\n      n  0x05086163"), devices);
    assertTrue(devices.contains("\nfault     section acme (instance 2), offset "), devices);
  }

  @Test
  void devicesOfTheStubAreShownWithoutAVmdescToo() throws Exception {
    byte[] whole = TestStreams.bytes(own());
    byte[] bare = Arrays.copyOf(whole, vmdescAt(whole) - 1);
    Printed with = InspectedStreams.run("analyze", "--full", file(whole));
    Printed without = InspectedStreams.run("analyze", "--full", file(bare));
    assertEquals(0, without.status(), without.err());
    assertEquals(with.out().replace("vmdesc    yes", "vmdesc    none"), without.out());
    assertTrue(devices(without).contains("    env.nip  0xc000000000000000\n"), without.out());
  }

  @Test
  void deviceOfAnotherMachineIsNotTakenForTheStubs() throws Exception {
    // a timer of one byte more than the stub's, and no VMDESC that says so
    String timer = "04 00000009 05 74696d6572 00000000 00000002" + "00".repeat(25) + FOOTER + "00";
    String begin = BEGIN.substring(0, BEGIN.indexOf("04 00000009"));
    Printed printed = InspectedStreams.run("analyze", file(InspectedStreams.bytes(begin + timer)));
    assertEquals(1, printed.status());
    assertTrue(
        printed
            .err()
            .endsWith(
                "section timer, offset 44: payload of timer is of unknown length, expected a VMDESC"
                    + " at the stream's end that describes it\n"),
        printed.err());
  }

  @Test
  void millionFieldsOfNoByteAreCountedAndNotKept() throws Exception {
    String struct =
        "{\"vmsd_name\":\"b\",\"version\":1,\"fields\":["
            + "{\"name\":\"a\",\"type\":\"x\",\"size\":0},".repeat(1999)
            + "{\"name\":\"z\",\"type\":\"x\",\"size\":1}]}";
    String vmdesc =
        "{\"devices\":[{\"name\":\"acme\",\"instance_id\":2,\"fields\":[{\"name\":\"b\","
            + "\"array_len\":100,\"struct\":"
            + struct
            + "}]}]}";
    byte[] stream = withVmdesc("00".repeat(100), vmdesc);
    Printed usual = InspectedStreams.run("analyze", file(stream));
    assertEquals(0, usual.status(), usual.err());
    assertTrue(devices(usual).endsWith("    b  84 elements more, see --full\n"), "16 are kept");
    Printed full = InspectedStreams.run("analyze", "--full", file(stream));
    assertTrue(devices(full).contains("    b[99]\n"), "all are kept that are asked for");
  }

  private JsonNode fields(String file) throws Exception {
    String json = InspectedStreams.run("analyze", "--json", file).out();
    return JsonMapper.shared().readTree(json).path("devices").path(0).path("fields");
  }

  private static String devices(Printed printed) {
    return printed.out().substring(printed.out().indexOf("devices\n"));
  }

  private static Path own() throws Exception {
    List<Path> all = TestStreams.all();
    return all.stream()
        .filter(file -> file.toString().contains("classic"))
        .findFirst()
        .orElseThrow();
  }

  /** Where the record of the VMDESC begins, which is the last thing in a stream. */
  private static int vmdescAt(byte[] stream) {
    int at = stream.length - 1;
    while (stream[at] != 0x06 || stream[at - 1] != 0 || stream[at + 5] != '{') {
      at--;
    }
    return at + 1;
  }

  private String file(byte[] stream) throws Exception {
    return Files.write(folder.resolve("stream"), stream).toString();
  }

  private static byte[] withVmdesc(String payload) {
    return withVmdesc(payload, VMDESC);
  }

  private static byte[] withVmdesc(String payload, String vmdesc) {
    byte[] json = vmdesc.getBytes(StandardCharsets.US_ASCII);
    return InspectedStreams.bytes(
        BEGIN
            + payload
            + FOOTER
            + "00 06 %08x".formatted(json.length)
            + HexFormat.of().formatHex(json));
  }
}
