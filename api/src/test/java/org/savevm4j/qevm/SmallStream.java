// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.savevm4j.stream.StateOutput;

/** A stream with one of everything, whose payloads are all a be32, and what is read from it. */
final class SmallStream {

  static final Configuration CONFIGURATION =
      new Configuration("pseries-10.0", 16, List.of("x-one", "x-two"), uuid());
  static final String VMDESC = "{\"devices\":[]}";

  private SmallStream() {}

  /** The stream as the writer writes it. */
  static byte[] write() throws IOException {
    return write(CONFIGURATION);
  }

  /** The same, as a machine of that configuration writes it. */
  static byte[] write(Configuration configuration) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    QevmWriter writer = new QevmWriter(new StateOutput(Channels.newChannel(sink)));
    writer.begin(configuration);
    writer.beginSection(new SectionHeader(RecordType.START, 7, "ram", 0, 4));
    payload(writer, 0x11);
    writer.command(new Command(Command.PING, new byte[] {1, 2, 3, 4}));
    writer.beginSection(RecordType.PART, 7);
    payload(writer, 0x22);
    writer.command(new Command(Command.SWITCHOVER_START, new byte[0]));
    writer.beginSection(RecordType.END, 7);
    payload(writer, 0x33);
    writer.beginSection(
        new SectionHeader(RecordType.FULL, -2, "spapr_iommu", 2147483648L, 0xffffffffL));
    payload(writer, 0x44);
    writer.end(VMDESC.getBytes(StandardCharsets.UTF_8));
    writer.out().flush();
    return sink.toByteArray();
  }

  /** The same stream, byte by byte. */
  static WireBytes expected() {
    return sections(
            new WireBytes()
                .hex("5145564d" + "00000003")
                .configuration("pseries-10.0")
                .subsection("configuration/target-page-bits", 1)
                .be32(16)
                .subsection("configuration/capabilities", 1)
                .be32(2)
                .text8("x-one")
                .text8("x-two")
                .subsection("configuration/uuid", 1)
                .hex("000102030405060708090a0b0c0d0e0f"))
        .hex("00")
        .hex("06" + "0000000e")
        .text(VMDESC);
  }

  private static WireBytes sections(WireBytes begun) {
    return begun
        .hex("01" + "00000007" + "0372616d" + "00000000" + "00000004")
        .hex("00000011" + "7e00000007")
        .hex("08" + "0002" + "0004" + "01020304")
        .hex("02" + "00000007" + "00000022" + "7e00000007")
        .hex("08" + "000b" + "0000")
        .hex("03" + "00000007" + "00000033" + "7e00000007")
        .hex("04" + "fffffffe")
        .text8("spapr_iommu")
        .hex("80000000" + "ffffffff" + "00000044" + "7efffffffe");
  }

  /** Reads a stream whose payloads are all a be32 to its end, and tells what was in it. */
  static List<String> read(byte[] stream) throws IOException {
    QevmReader reader = WireBytes.reader(stream);
    List<String> items = new ArrayList<>();
    Configuration begun = reader.begin();
    items.add(
        "%s %d %s %s"
            .formatted(begun.machine(), begun.pageBits(), begun.capabilities(), hex(begun.uuid())));
    while (true) {
      switch (reader.next()) {
        case QevmReader.Item.Section section -> {
          SectionHeader header = section.header();
          int payload = reader.in().getBe32();
          reader.endSection(section);
          items.add(
              "%s %s %d version %d: %x"
                  .formatted(section.type(), header, header.id(), header.version(), payload));
        }
        case QevmReader.Item.Order(Command command) ->
            items.add("command %d: %s".formatted(command.code(), hex(command.data())));
        case QevmReader.Item.End _ -> {
          items.add(new String(reader.vmdesc(1000), StandardCharsets.UTF_8));
          return items;
        }
      }
    }
  }

  private static void payload(QevmWriter writer, int value) throws IOException {
    writer.out().putBe32(value);
    writer.endSection();
  }

  private static byte[] uuid() {
    return HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
