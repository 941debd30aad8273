// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.StateOutput;

final class QevmRoundTripTest {

  @Test
  void writesTheBytesThatTheFormatAsksFor() throws IOException {
    assertEquals(
        HexFormat.of().formatHex(SmallStream.expected().bytes()),
        HexFormat.of().formatHex(SmallStream.write()));
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    assertEquals(
        List.of(
            "pseries-10.0 16 [x-one, x-two] 000102030405060708090a0b0c0d0e0f",
            "START ram 7 version 4: 11",
            "command 2: 01020304",
            "PART ram 7 version 4: 22",
            "command 11: ",
            "END ram 7 version 4: 33",
            "FULL spapr_iommu (instance 2147483648) -2 version 4294967295: 44",
            SmallStream.VMDESC),
        SmallStream.read(SmallStream.write()));
  }

  @Test
  void leavesOutSubsectionsThatSayNothing() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    QevmWriter writer = new QevmWriter(new StateOutput(Channels.newChannel(sink)));
    writer.begin(Configuration.of("pseries-10.0"));
    writer.out().flush();
    assertArrayEquals(WireBytes.begun().bytes(), sink.toByteArray());
    Configuration read = WireBytes.reader(sink.toByteArray()).begin();
    assertEquals("pseries-10.0", read.machine());
    assertEquals(12, read.pageBits());
    assertEquals(List.of(), read.capabilities());
    assertEquals(0, read.uuid().length);
  }

  @Test
  void readsTheSubsectionsOfTheConfigurationInAnyOrder() throws IOException {
    Configuration read =
        WireBytes.begun()
            .subsection("configuration/uuid", 1)
            .hex("ff".repeat(16))
            .subsection("configuration/target-page-bits", 1)
            .be32(13)
            .reader()
            .begin();
    assertEquals(13, read.pageBits());
    assertEquals(16, read.uuid().length);
  }

  @Test
  void readsAsManyCapabilitiesAndAsLongANameAsItAllows() throws IOException {
    WireBytes stream =
        new WireBytes()
            .hex("5145564d" + "00000003")
            .configuration("m".repeat(256))
            .subsection("configuration/capabilities", 1)
            .be32(64);
    for (int i = 0; i < 64; i++) {
      stream.text8("c" + i);
    }
    Configuration read = stream.reader().begin();
    assertEquals("m".repeat(256), read.machine());
    assertEquals(64, read.capabilities().size());
    assertEquals("c63", read.capabilities().getLast());
  }

  @Test
  void readsAStreamWithoutADescription() throws IOException {
    QevmReader reader = WireBytes.begun().hex("00").reader();
    reader.begin();
    assertEquals(new QevmReader.Item.End(), reader.next());
    assertEquals(0, reader.vmdesc(0).length);
  }

  @Test
  void readsADescriptionOfJustTheLengthThatIsAllowed() throws IOException {
    QevmReader reader = WireBytes.begun().hex("00" + "06" + "00000002").text("{}").reader();
    reader.begin();
    reader.next();
    assertArrayEquals(new byte[] {'{', '}'}, reader.vmdesc(2));
  }
}
