// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.InOrder;
import org.mockito.stubbing.Answer;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.RefusedRecordException;
import org.savevm4j.channel.StaleChannelException;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.MalformedStreamException;

/** A channel that fails, or does what the section cannot use. */
final class ChannelFaultTest {

  private static final int SHIFT = 18;
  private static final String ENTRY = "0000000000000011" + "0000000000001196";

  private final HtabHost host = mock(HtabHost.class);
  private final HtabChannel channel = mock(HtabChannel.class);
  private final FreshTable fresh = mock(FreshTable.class);
  private final ChannelBackend backend = new ChannelBackend(host);
  private final ToldTable told = new ToldTable(SHIFT);

  @BeforeEach
  void script() throws IOException {
    when(host.open(0, 0)).thenReturn(channel);
    when(host.stage(any())).thenReturn(fresh);
    when(fresh.open(HtabChannel.WRITE)).thenReturn(channel);
    when(fresh.geometry()).thenReturn(new HptGeometry(SHIFT));
    when(channel.headerOrder()).thenReturn(ByteOrder.LITTLE_ENDIAN);
    when(channel.geometry()).thenReturn(new HptGeometry(SHIFT));
  }

  @Test
  void errorOfAReadComesOutWithItsOwnText() throws Exception {
    IOException broken = new IOException("Input/output error");
    when(channel.read(any())).then(gives("05000000 0100 0000" + ENTRY)).thenThrow(broken);
    HtabSource source = backend.open();
    assertTrue(source.emit(told, Budget.unlimited()));
    assertSame(broken, assertThrows(IOException.class, () -> source.emitRest(told)));
    assertEquals(24, told.position);
  }

  @ParameterizedTest
  @CsvSource({
    "000000, 'gave 3 bytes of a header at byte 24 of a read'",
    "00000000 0200 0000, 'at byte 24 of a read that has 8 bytes of its 40: index 0 + n_valid 2'",
    "ff3f0000 0000 0200, 'goes beyond the table''s 16384 slots: index 16383 + n_valid 0'",
    "00000000 0000 0000, 'that tells nothing: index 0 + n_valid 0 + n_invalid 0'"
  })
  void recordThatWouldBreakTheStreamNeverReachesIt(String record, String message) throws Exception {
    when(channel.read(any())).then(gives("05000000 0100 0000" + ENTRY + record));
    HtabSource source = backend.open();
    IOException refused =
        assertThrows(IOException.class, () -> source.emit(told, Budget.unlimited()));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(0, told.position);
  }

  @Test
  void endOfAnIterationAmongBlocksNeverReachesTheStream() throws Exception {
    when(host.open(HtabChannel.PACKED, 0)).thenReturn(channel);
    when(channel.headerOrder()).thenReturn(ByteOrder.BIG_ENDIAN);
    when(channel.read(any())).then(gives("0000000000000000"));
    HtabSource source = backend.openPacked(mock(BlockCodec.class));
    assertEquals(
        "the HTAB channel gave the end of an iteration at byte 0 of a read, where a block was"
            + " expected",
        assertThrows(IOException.class, () -> source.emit(told, Budget.unlimited())).getMessage());
    assertEquals(0, told.position);
  }

  @Test
  void staleChannelOfACurrentGenerationIsAnError() throws Exception {
    when(channel.read(any())).thenThrow(new StaleChannelException(0, 1));
    HtabSource source = backend.open();
    assertThrows(StaleChannelException.class, () -> source.emit(told, Budget.unlimited()));
    when(host.generation()).thenReturn(1L);
    assertFalse(source.emit(told, Budget.unlimited()), "the saver sees the generation");
    assertThrows(StaleChannelException.class, () -> source.emitRest(told));
  }

  @Test
  void lapThatFillsTheBufferIsOverWhenTheNextBeginsBelow() throws Exception {
    // 24 bytes free: whether there was more to tell does not show
    int entries = (65536 - 24 - 8) / 16;
    String full = "00000000" + little(entries) + "0000" + ENTRY.repeat(entries);
    when(channel.read(any())).then(gives(full)).then(gives("05000000 0000 0100"));
    HtabSource source = backend.open();
    assertFalse(source.emit(told, new Budget(1 << 20, System.nanoTime())));
    assertTrue(source.isFirstLap());
    assertTrue(source.emit(told, Budget.unlimited()));
    assertEquals(2, source.figures().laps(), "slot 5 is of another lap, which is over too");
  }

  @Test
  void tableThatChangesWhileTheGuestIsPausedIsAnErrorAfterSomeLaps() throws Exception {
    when(channel.read(any())).then(gives("05000000 0000 0100"));
    when(channel.pendingBytes()).thenReturn(8L);
    HtabSource source = backend.open();
    assertEquals(
        "8 bytes of the table are pending after 8 laps though the guest is paused:"
            + " somebody writes to it",
        assertThrows(IOException.class, () -> source.emitRest(told)).getMessage());
  }

  @Test
  void entryThatStaysLockedIsAnErrorThatSaysSo() throws Exception {
    when(channel.pendingBytes()).thenReturn(24L);
    HtabSource source = backend.open();
    assertEquals(
        "24 bytes of the table stay pending though the guest is paused: an entry is still locked",
        assertThrows(IOException.class, () -> source.emitRest(told)).getMessage());
  }

  @Test
  void refusedWriteNamesTheOffsetInTheStreamOfItsRecord() throws Exception {
    HtabStage stage = backend.stage(new HptGeometry(SHIFT));
    apply(stage, 3, 1, 1000);
    apply(stage, 5, 2, 1024);
    apply(stage, 9, 1, 1064);
    when(channel.write(any()))
        .then(
            call -> {
              ByteBuffer from = call.getArgument(0);
              from.position(24);
              throw new RefusedRecordException(24, new HtabRecord(5, 2, 0), "odd", "even", 24);
            });
    assertEquals(
        "offset 1024: record is index 5 + n_valid 2 + n_invalid 0: odd, expected even",
        assertThrows(MalformedStreamException.class, stage::flush).getMessage());
  }

  @Test
  void pieceOfALongRecordThatIsRefusedNamesTheRecord() throws Exception {
    HtabStage stage = backend.stage(new HptGeometry(SHIFT));
    when(channel.write(any()))
        .then(takesAll())
        .then(
            call -> {
              throw new IOException("No space left on device");
            });
    assertEquals(
        "offset 4711: No space left on device",
        assertThrows(
                IOException.class,
                () -> {
                  apply(stage, 0, 8190, 4711);
                  apply(stage, 8190, 1, 200_000);
                })
            .getMessage());
  }

  @Test
  void channelThatTakesNothingIsAnErrorNotALoop() throws Exception {
    HtabStage stage = backend.stage(new HptGeometry(SHIFT));
    apply(stage, 3, 1, 1000);
    assertEquals(
        "offset 1000: the HTAB channel does not take a whole record",
        assertThrows(IOException.class, stage::flush).getMessage());
  }

  @Test
  void channelOfAStageIsClosedBeforeTheTableIsHandedOverOrGivenUp() throws Exception {
    backend.adopt(backend.stage(new HptGeometry(SHIFT)));
    InOrder adopted = inOrder(channel, host);
    adopted.verify(channel).close();
    adopted.verify(host).adopt(fresh);
    backend.stage(new HptGeometry(SHIFT)).discard();
    InOrder discarded = inOrder(channel, fresh);
    discarded.verify(channel).close();
    discarded.verify(fresh).discard();
  }

  @Test
  void bufferOfAStageIsGivenBackWithIt() throws Exception {
    HtabStage adopted = backend.stage(new HptGeometry(SHIFT));
    backend.adopt(adopted);
    assertThrows(IllegalStateException.class, () -> apply(adopted, 3, 1, 1000));
    HtabStage discarded = backend.stage(new HptGeometry(SHIFT));
    discarded.discard();
    assertThrows(IllegalStateException.class, () -> apply(discarded, 3, 1, 1000));
  }

  @Test
  void channelThatNoSourceComesOfIsClosed() throws Exception {
    when(channel.geometry()).thenThrow(new IllegalStateException("no such ioctl"));
    assertThrows(IllegalStateException.class, backend::open);
    verify(channel).close();
  }

  @Test
  void tableWithoutMemoryForMarksIsLetGoOf() {
    HptHost tables = mock(HptHost.class);
    HptLease lease = mock(HptLease.class);
    when(tables.lease()).thenReturn(lease);
    HashPageTable table = mock(HashPageTable.class);
    when(lease.table()).thenReturn(table);
    when(table.tracking()).thenThrow(new OutOfMemoryError("no marks"));
    assertThrows(OutOfMemoryError.class, () -> new TableBackend(tables).open());
    verify(lease).close();
  }

  @Test
  void tableWhoseChannelDoesNotOpenIsGivenUp() throws Exception {
    when(fresh.open(anyLong())).thenThrow(new IOException("Too many open files"));
    assertThrows(IOException.class, () -> backend.stage(new HptGeometry(SHIFT)));
    verify(fresh).discard();
  }

  private static Answer<Integer> gives(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return call -> {
      call.<ByteBuffer>getArgument(0).put(bytes);
      return bytes.length;
    };
  }

  private static Answer<Integer> takesAll() {
    return call -> {
      ByteBuffer from = call.getArgument(0);
      int bytes = from.remaining();
      from.position(from.limit());
      return bytes;
    };
  }

  private static String little(int value) {
    return "%02x%02x".formatted(value & 0xff, value >> 8);
  }

  private static void apply(HtabStage stage, int index, int valid, long offset) throws IOException {
    stage.apply(
        new HtabRecord(index, valid, 0),
        offset,
        (target, at, length) -> {
          for (long entry = at; entry < at + length; entry += 16) {
            target.set(BigEndian.BE64, entry, 0x11);
            target.set(BigEndian.BE64, entry + 8, 0x1196);
          }
        });
  }
}
