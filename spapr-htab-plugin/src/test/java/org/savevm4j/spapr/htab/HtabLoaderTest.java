// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.TruncatedStreamException;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HtabLoaderTest {

  private static final String SHIFT_18 = "00000012";
  private static final String ENTRY = "0000000000000011 0000000000001196";
  private static final String END_MARKER = "0000000000000000";

  private final TestHost host = TestHost.withTable(19);
  private final HashPageTable before = host.table;

  @ParameterizedTest
  @CsvSource({
    "00000011, 'offset 0: shift is 17, expected 18 to 46'",
    "00000001, 'offset 0: shift is 1, expected 18 to 46'",
    "0000002f, 'offset 0: shift is 47, expected 18 to 46'",
    "00000040, 'offset 0: shift is 64, expected 18 to 46'",
    "7fffffff, 'offset 0: shift is 2147483647, expected 18 to 46'",
    "80000012, 'offset 0: shift is 2147483666, expected 18 to 46'",
    "fffffffe, 'offset 0: shift is 4294967294, expected 18 to 46'",
    "0000001f, 'offset 0: shift is 31, expected at most 30, this machine''s limit'",
    "00000000, 'offset 0: header word is 0, expected a shift or ffffffff in START'"
  })
  void refusesShiftBeforeItAllocates(String word, String message) {
    LiveLoader loader = loader();
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class, () -> loader.load(Payloads.input(word), Part.START));
    assertEquals(message, refused.getMessage());
    assertEquals(0, host.allocations);
    assertUntouched(loader);
  }

  @ParameterizedTest
  @CsvSource({"37", "40", "46"})
  void refusesShiftThatNoIndexReachesWithThatReason(int shift) {
    host.maxShift = 36;
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class,
            () -> loader().load(Payloads.input("%08x".formatted(shift)), Part.START));
    assertTrue(refused.getMessage().contains("reaches no slot beyond 2^32"));
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffff 0001 0000, 'index 4294967295 + n_valid 1 + n_invalid 0'",
    "00004000 0001 0000, 'index 16384 + n_valid 1 + n_invalid 0'",
    "00003fff 0001 0001, 'index 16383 + n_valid 1 + n_invalid 1'",
    "00003fff 0000 0002, 'index 16383 + n_valid 0 + n_invalid 2'",
    "80000000 ffff ffff, 'index 2147483648 + n_valid 65535 + n_invalid 65535'"
  })
  void refusesRecordBeyondTheTable(String header, String sum) throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class,
            () -> loader.load(Payloads.input("00000000" + header + ENTRY + END_MARKER), Part.PART));
    assertEquals(
        "offset 4: record is " + sum + ", expected at most the table's 16384 slots",
        refused.getMessage());
    assertUntouched(loader);
  }

  @Test
  void takesRecordThatEndsWithTheTable() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    loader.load(Payloads.input("00000000 00003ffe 0001 0001" + ENTRY + END_MARKER), Part.PART);
    loader.commit();
    assertEquals(0x11, table().dword0(16382));
    assertEquals(0, table().dword0(16383));
  }

  @Test
  void refusesRecordsForAMachineWithoutATable() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input("ffffffff"), Part.START);
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class,
            () -> loader.load(Payloads.input("00000000" + END_MARKER), Part.PART));
    assertEquals(
        "offset 0: header word is 0, expected ffffffff: there is no table for records",
        refused.getMessage());
    assertUntouched(loader);
  }

  @Test
  void cutPayloadNamesItsOffsetAtEveryByte() throws Exception {
    byte[] payload = Payloads.bytes("00000000 00000005 0002 0003" + ENTRY + ENTRY + END_MARKER);
    for (int length = 0; length < payload.length; length++) {
      byte[] cut = Arrays.copyOf(payload, length);
      LiveLoader loader = loader();
      loader.load(Payloads.input(SHIFT_18), Part.START);
      TruncatedStreamException truncated =
          assertThrows(
              TruncatedStreamException.class, () -> loader.load(Payloads.input(cut), Part.PART));
      assertEquals(length, truncated.offset());
      assertUntouched(loader);
    }
  }

  @Test
  void clearsHostBitsOfAGuestsEntries() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    loader.load(
        Payloads.input(
            "00000000 00000007 0001 0000 0000000000000071 0000000000001196" + END_MARKER),
        Part.PART);
    loader.commit();
    assertEquals(0x11, table().dword0(7));
  }

  @Test
  void invalidRunClearsWhatAnEarlierRecordStored() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    loader.load(
        Payloads.input("00000000 00000040 0002 0000" + ENTRY + ENTRY + END_MARKER), Part.PART);
    loader.load(Payloads.input("00000000 0000003f 0000 0002" + END_MARKER), Part.END);
    loader.commit();
    assertEquals(0, table().dword0(0x40));
    assertEquals(0, table().dword1(0x40));
    assertEquals(0x11, table().dword0(0x41));
  }

  @Test
  void newShiftInAPartBeginsAnEmptyTable() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    loader.load(Payloads.input("00000000 00000005 0001 0000" + ENTRY + END_MARKER), Part.PART);
    loader.load(Payloads.input("00000013"), Part.PART);
    loader.load(Payloads.input("00000000 00004000 0001 0000" + ENTRY + END_MARKER), Part.END);
    loader.commit();
    assertEquals(19, table().geometry().shift());
    assertEquals(0, table().dword0(5));
    assertEquals(0x11, table().dword0(0x4000));
  }

  @Test
  void shiftNamedAgainAndAgainAllocatesOnce() throws Exception {
    LiveLoader loader = loader();
    for (int i = 0; i < 1000; i++) {
      loader.load(Payloads.input(SHIFT_18), i == 0 ? Part.START : Part.PART);
    }
    assertEquals(1, host.allocations);
    loader.cleanup();
  }

  @Test
  void cleanupAfterCommitKeepsTheMachinesTable() throws Exception {
    LiveLoader loader = loader();
    loader.load(Payloads.input(SHIFT_18), Part.START);
    loader.commit();
    loader.cleanup();
    assertEquals(1, host.adoptions);
    assertEquals(0, table().dword0(0), "the memory is still there");
  }

  private LiveLoader loader() {
    return new HtabSection(new TableBackend(host)).newLoader(HtabSection.CLASSIC);
  }

  private HashPageTable table() {
    assertNotNull(host.table);
    return host.table;
  }

  private void assertUntouched(LiveLoader loader) {
    loader.cleanup();
    assertSame(before, host.table);
    assertEquals(0, host.adoptions);
  }
}
