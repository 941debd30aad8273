// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.channel.Records.bytes;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** What the description of the HTAB file descriptor says of writing, point by point. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class ChannelWriteTest {

  private static final String ENTRY = "0000000000000011 0000000000001196";
  private static final String OTHER = "0000000000000015 0000000000301196";

  private final TestMachine machine = new TestMachine(18);
  private HtabChannel writer;

  @BeforeEach
  void openWriter() throws Exception {
    writer = machine.channels(ByteOrder.BIG_ENDIAN).open(HtabChannel.WRITE, 0);
  }

  @Test
  void validSlotIsReplacedExactlyThereAndInvalidOnesAreRemoved() throws Exception {
    for (long slot = 4; slot < 12; slot++) {
      machine.store(slot, BOLTED, slot << 16);
    }
    assertEquals(40, writer.write(bytes("00000006 0002 0003" + ENTRY + OTHER)));
    for (long slot : new long[] {4, 5, 11}) {
      assertEquals(slot << 16, machine.table.dword1(slot), "left as it was");
    }
    assertEquals(0x1196, machine.table.dword1(6));
    assertEquals(0x15, machine.table.dword0(7));
    assertEquals(0x301196, machine.table.dword1(7));
    for (long slot = 8; slot < 11; slot++) {
      assertEquals(0, machine.table.dword0(slot) | machine.table.dword1(slot));
      assertEquals(false, machine.table.occupied().get(slot));
    }
    assertEquals(1, machine.written, "translations are the machine's business");
  }

  @Test
  void storesAreChangesForOtherReaders() throws Exception {
    machine.store(9, BOLTED, 0x1196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    Records.read(reader, 4096);
    writer.write(bytes("00000007 0001 0004" + ENTRY));
    assertEquals(
        "0000000700010000" + ENTRY.replace(" ", "") + "0000000900000001",
        Records.hex(Records.read(reader, 4096)));
  }

  @Test
  void isBusyWhileVcpusRun() throws Exception {
    machine.running = true;
    ByteBuffer record = bytes("00000007 0001 0000" + ENTRY);
    VcpusRunException busy = assertThrows(VcpusRunException.class, () -> writer.write(record));
    assertEquals("the table is busy: vCPUs run; stop the guest before writing", busy.getMessage());
    assertEquals(0, record.position());
    machine.running = false;
    assertEquals(24, writer.write(record));
  }

  @ParameterizedTest
  @CsvSource({
    "00004000 0000 0000, it begins at slot 16384, one below the table's 16384 slots",
    "ffffffff 0001 0000, it begins at slot 4294967295, one below the table's 16384 slots",
    "00003fff 0001 0001, it reaches slot 16384, one below the table's 16384 slots",
    "00003fff 0000 0002, it reaches slot 16384, one below the table's 16384 slots",
    "00000001 0001 ffff, it reaches slot 65536, one below the table's 16384 slots"
  })
  void refusesAnIndexOrSumPastTheTable(String header, String fault, String bound) throws Exception {
    assertRefused(header + ENTRY, fault, bound);
  }

  @Test
  void refusesAnEntryWithoutV() throws Exception {
    assertRefused(
        "00000007 0002 0000" + ENTRY + "0000000000000010 0000000000001196",
        "the entry of slot 8 is 0000000000000010 0000000000001196",
        "V = 1");
  }

  @Test
  void refusesAPageSizeThatTheMachineLacks() throws Exception {
    assertRefused(
        "00000007 0002 0000" + ENTRY + "0000000000000015 0000000000002196",
        "the entry of slot 8 is 0000000000000015 0000000000002196",
        "a page size of this machine");
  }

  private void assertRefused(String record, String fault, String bound) throws Exception {
    assertEquals(8, writer.write(bytes("00000001 0000 0001")), "what earlier writes took");
    byte[] before = machine.bytes();
    ByteBuffer records = bytes("00000003 0001 0000" + ENTRY + record + "00000001 0000 0001");
    RefusedRecordException refused =
        assertThrows(RefusedRecordException.class, () -> writer.write(records));
    assertEquals(24, refused.applied());
    assertEquals(24, records.position(), "at the refused record");
    assertEquals(32, refused.offset());
    assertEquals(bound, refused.bound());
    assertEquals(
        "offset 32: record index %d + n_valid %d + n_invalid %d: %s, expected %s"
            .formatted(
                refused.record().index(),
                refused.record().valid(),
                refused.record().invalid(),
                fault,
                bound),
        refused.getMessage());
    System.arraycopy(HexFormat.of().parseHex(ENTRY.replace(" ", "")), 0, before, 3 * 16, 16);
    assertArrayEquals(before, machine.bytes(), "the earlier record stays, the refused one not");
  }

  @Test
  void incompleteRecordAtTheEndGivesAShortWrite() throws Exception {
    ByteBuffer records = bytes("00000003 0001 0000" + ENTRY + "00000005 0002 0000" + ENTRY + OTHER);
    for (int cut = 0; cut < records.capacity(); cut++) {
      records.clear().limit(cut);
      int whole = cut < 24 ? 0 : 24;
      assertEquals(whole, writer.write(records));
      assertEquals(whole, records.position());
    }
    assertEquals(0, machine.table.dword0(5));
    assertEquals(64, writer.write(records.clear()));
    assertEquals(0x15, machine.table.dword0(6));
  }

  @Test
  void loadClearsTheLockAndAbsentBits() throws Exception {
    writer.write(bytes("00000003 0001 0000 0000000000000071 0000000000001196"));
    assertEquals(0x11, machine.table.dword0(3));
  }

  @Test
  void toARadixGuestIsRefused() throws Exception {
    machine.replace(null);
    HtabChannel channel = machine.writer();
    assertEquals(
        "the guest is radix and has no hashed page table to write to",
        assertThrows(NoTableException.class, () -> channel.write(bytes("00000001 0000 0001")))
            .getMessage());
  }

  @Test
  void resetMakesAnOpenChannelStale() {
    machine.replace(TestMachine.table(new HptGeometry(18)));
    assertThrows(
        StaleChannelException.class, () -> writer.write(bytes("00000003 0001 0000" + ENTRY)));
    assertEquals(0, machine.table.dword0(3));
  }

  @Test
  void headersAreInTheHostsOwnByteOrder() throws Exception {
    HtabChannel little = machine.channels(ByteOrder.LITTLE_ENDIAN).open(HtabChannel.WRITE, 0);
    little.write(bytes("03000000 0100 0000" + OTHER));
    assertEquals(0x15, machine.table.dword0(3));
  }

  @Test
  void buffersMayBeDirectOrHeapOrReadOnlyOrPartsOfOthers() throws Exception {
    ByteBuffer heap = bytes("ff 00000003 0001 0000" + ENTRY + "ff").position(1).limit(25);
    assertEquals(24, writer.write(heap.slice().asReadOnlyBuffer()));
    machine.remove(3);
    ByteBuffer direct = ByteBuffer.allocateDirect(26).put(heap.duplicate().clear());
    assertEquals(24, writer.write(direct.position(1).limit(25)));
    assertEquals(25, direct.position());
    assertEquals(0x1196, machine.table.dword1(3));
  }

  @Test
  void neverWaitsForALockThatAFailedVcpuLeft() throws Exception {
    machine.store(3, BOLTED, 0x1196);
    machine.table.lock(3);
    for (String record : new String[] {"00000003 0001 0000" + OTHER, "00000000 0000 0010"}) {
      RefusedRecordException refused =
          assertThrows(RefusedRecordException.class, () -> writer.write(bytes(record)));
      assertTrue(refused.reason().contains("the entry of slot 3 is locked"), refused.reason());
    }
    assertEquals(0x1196, machine.table.dword1(3));
  }

  @Test
  void freshTableIsSeenByNobodyBeforeItIsAdopted() throws Exception {
    machine.store(3, BOLTED, 0x1196);
    byte[] before = machine.bytes();
    TableChannels channels = machine.channels(ByteOrder.BIG_ENDIAN);
    FreshTable fresh = channels.stage(new HptGeometry(19));
    assertThrows(IllegalArgumentException.class, () -> fresh.open(0));
    assertThrows(UnknownFlagsException.class, () -> fresh.open(HtabChannel.WRITE | 8));
    machine.running = true;
    try (HtabChannel channel = fresh.open(HtabChannel.WRITE)) {
      assertEquals(
          24, channel.write(bytes("00004000 0001 0000 0000000000000071 0000000000001196")));
      assertThrows(RefusedRecordException.class, () -> channel.write(bytes("00008000 0000 0001")));
      assertThrows(
          RefusedRecordException.class,
          () -> channel.write(bytes("00000000 0001 0000" + "00".repeat(16))));
    }
    assertArrayEquals(before, machine.bytes());
    assertEquals(0, machine.generation);
    channels.adopt(fresh);
    assertEquals(1, machine.generation);
    assertEquals(0x11, machine.table.dword0(0x4000));
    assertEquals(Hpte.BYTES << 15, machine.bytes().length);
    channels.stage(new HptGeometry(18)).discard();
    assertEquals(1, machine.discarded);
  }
}
