// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.stream.MalformedStreamException;

/** Each defect of the frame is told by its field, its value, the bound and the offset. */
final class FrameDefectTest {

  private static final int BEGUN = WireBytes.begun().size();

  @Test
  void refusesAWrongMagic() {
    refuses(
        new WireBytes().hex("5145564e" + "00000003").reader()::begin,
        0,
        "magic",
        "5145564e",
        "5145564d, with which a migration stream begins");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4, 0xffffffffL})
  void refusesAnyVersionButThree(long version) {
    refuses(
        new WireBytes().hex("5145564d").be32(version).reader()::begin,
        4,
        "stream version",
        Long.toString(version),
        "3");
  }

  @Test
  void refusesAStreamWithoutConfiguration() {
    refuses(
        new WireBytes().hex("5145564d" + "00000003" + "01").reader()::begin,
        8,
        "record type",
        "01",
        "07, the configuration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"05", "06", "07", "7e", "09", "ff"})
  void refusesARecordThatHasNoPlaceBetweenSections(String type) throws IOException {
    QevmReader reader = WireBytes.begun().hex("08" + "0001" + "0000").hex(type).reader();
    reader.begin();
    reader.next();
    refuses(
        reader::next,
        BEGUN + 5,
        "record type",
        type,
        "00 to 04 or 08, where a section ends and another begins");
  }

  @Test
  void refusesAFooterOfAnotherType() throws IOException {
    WireBytes stream = WireBytes.begun().section("04", 9, "timer");
    int at = stream.size();
    refusesFooter(stream.hex("04" + "00000009"), at, "04 00000009", "7e 00000009");
  }

  @Test
  void refusesAFooterOfAnotherSection() throws IOException {
    WireBytes stream = WireBytes.begun().section("04", 9, "timer");
    int at = stream.size();
    refusesFooter(stream.footer(0x80000009L), at, "7e 80000009", "7e 00000009");
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "03"})
  void refusesToGoOnWithASectionThatNobodyStarted(String type) throws IOException {
    QevmReader reader = WireBytes.begun().hex(type).be32(0xdeadbeefL).reader();
    reader.begin();
    refuses(
        reader::next,
        BEGUN + 1,
        "section id of a " + (type.equals("02") ? "PART" : "END"),
        "deadbeef",
        "one that a START has named");
  }

  @Test
  void refusesToGoOnWithASectionThatWasSentInFull() throws IOException {
    WireBytes stream = WireBytes.begun().section("04", 9, "timer").footer(9).hex("02");
    int at = stream.size();
    QevmReader reader = stream.be32(9).reader();
    reader.begin();
    reader.endSection((QevmReader.Item.Section) reader.next());
    refuses(reader::next, at, "section id of a PART", "00000009", "one that a START has named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "04"})
  void refusesAnIdThatIsTaken(String type) throws IOException {
    WireBytes stream = WireBytes.begun().section("01", 9, "ram").footer(9);
    int at = stream.size() + 1;
    QevmReader reader = stream.section(type, 9, "timer").reader();
    reader.begin();
    reader.endSection((QevmReader.Item.Section) reader.next());
    refuses(reader::next, at, "section id", "00000009", "one that is not taken");
  }

  @Test
  void refusesMoreSectionsThanItKeeps() throws IOException {
    WireBytes stream = WireBytes.begun();
    int at = 0;
    for (int id = 0; id <= 16384; id++) {
      at = stream.size() + 1;
      stream.section("04", id, "").footer(id);
    }
    QevmReader reader = stream.reader();
    reader.begin();
    for (int id = 0; id < 16384; id++) {
      reader.endSection((QevmReader.Item.Section) reader.next());
    }
    refuses(reader::next, at, "number of sections", ">16384", "at most 16384");
  }

  @Test
  void refusesADescriptionLongerThanItsReaderHolds() throws IOException {
    for (long length : new long[] {1001, 0xffffffffL}) {
      QevmReader reader = WireBytes.begun().hex("00" + "06").be32(length).reader();
      reader.begin();
      reader.next();
      refuses(
          () -> reader.vmdesc(1000),
          BEGUN + 2,
          "length of the VMDESC",
          Long.toString(length),
          "at most 1000");
    }
  }

  @Test
  void refusesAnythingButADescriptionAfterTheEnd() throws IOException {
    QevmReader reader = WireBytes.begun().hex("00" + "01").reader();
    reader.begin();
    reader.next();
    refuses(() -> reader.vmdesc(1000), BEGUN + 1, "record type", "01", "06 or the stream's end");
  }

  private static void refusesFooter(WireBytes stream, int at, String found, String expected)
      throws IOException {
    QevmReader reader = stream.reader();
    reader.begin();
    QevmReader.Item.Section section = (QevmReader.Item.Section) reader.next();
    refuses(() -> reader.endSection(section), at, "footer", found, expected);
  }

  static void refuses(Executable read, long offset, String field, String value, String bound) {
    MalformedStreamException fault = assertThrows(MalformedStreamException.class, read);
    assertEquals(field, fault.field());
    assertEquals(value, fault.value());
    assertEquals(bound, fault.bound());
    assertEquals(offset, fault.offset());
    assertEquals(
        "offset %d: %s is %s, expected %s".formatted(offset, field, value, bound),
        fault.getMessage());
  }
}
