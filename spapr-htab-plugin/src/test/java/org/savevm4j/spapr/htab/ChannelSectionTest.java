// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** The section over the HTAB channel, beside the section over the table in the process. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChannelSectionTest {

  private static final int HEADER_WORD = 4;
  private static final int END_MARKER = 8;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RADIX")
  void streamsOfBothDifferOnlyInHowInvalidRunsAreTold(GoldenStream stream) throws Exception {
    TestHost host = new TestHost();
    StreamOfHtab.load(stream.bytes(), host);
    byte[] table = part(new TableBackend(host));
    byte[] channel = part(channels(host));

    assertTrue(channel.length > table.length, "the channel tells runs of empty slots");
    assertArrayEquals(withoutInvalid(table), withoutInvalid(channel));
    for (byte[] part : new byte[][] {table, channel}) {
      for (boolean fd : new boolean[] {false, true}) {
        TestHost loaded = new TestHost();
        LiveLoader loader =
            new HtabSection(fd ? channels(loaded) : new TableBackend(loaded))
                .newLoader(HtabSection.CLASSIC);
        int shift = geometry(host).shift();
        loader.load(Payloads.input("%08x".formatted(shift)), Part.START);
        loader.load(Payloads.input(part), Part.PART);
        loader.load(Payloads.input("00000000 0000000000000000"), Part.END);
        loader.commit();
        loader.cleanup();
        assertArrayEquals(memory(host), memory(loaded));
      }
    }
    assertEquals(0, host.openLeases);
  }

  @Test
  void errorInMidIterationFailsWithItsOwnTextAndLeavesAWellFormedStream() throws Exception {
    int records = (64 << 10) / 24;
    IOException broken = new IOException("Input/output error");
    LiveSaver saver = new HtabSection(failingAfter(records, broken)).newSaver(Set.of());
    Payloads.of(saver::setup);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    IOException failed =
        assertThrows(IOException.class, () -> saver.iterate(out, Budget.unlimited()));
    out.flush();
    saver.cleanup();

    assertSame(broken, failed);
    byte[] part = bytes.toByteArray();
    assertEquals(HEADER_WORD + records * 24 + END_MARKER, part.length);
    LiveLoader loader = new HtabSection(new TableBackend(new TestHost())).newLoader(1);
    loader.load(Payloads.input("00000012"), Part.START);
    loader.load(Payloads.input(part), Part.PART);
    loader.cleanup();
  }

  @Test
  void tableThatIsReplacedInMidIterationIsAnnouncedNext() throws Exception {
    TestHost host = TestHost.withTable(18);
    LiveSaver saver = new HtabSection(channels(host)).newSaver(Set.of());
    Payloads.of(saver::setup);
    Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
    host.replace(TestHost.table(new HptGeometry(19)));
    assertTrue(saver.pending().beforeComplete());
    assertArrayEquals(
        Payloads.bytes("00000013"), Payloads.of(out -> saver.iterate(out, Budget.unlimited())));
    saver.cleanup();
    assertEquals(0, host.openLeases);
  }

  /** A channel that fills one read with records of an entry, and then fails. */
  private static HtabBackend failingAfter(int records, IOException broken) throws IOException {
    HtabHost host = mock(HtabHost.class);
    HtabChannel channel = mock(HtabChannel.class);
    when(host.open(0, 0)).thenReturn(channel);
    when(channel.headerOrder()).thenReturn(ByteOrder.BIG_ENDIAN);
    when(channel.geometry()).thenReturn(new HptGeometry(18));
    when(channel.read(any()))
        .then(
            call -> {
              ByteBuffer into = call.getArgument(0);
              for (int i = 0; i < records; i++) {
                into.putInt(2 * i).putInt(0x10000).putLong(0x11).putLong(0x1196);
              }
              assertTrue(into.remaining() <= HtabChannel.LEAST_ROOM, "the lap goes on");
              return into.position();
            })
        .thenThrow(broken);
    return new ChannelBackend(host);
  }

  /** A whole first lap, as a PART. */
  private static byte[] part(HtabBackend backend) throws IOException {
    LiveSaver saver = new HtabSection(backend).newSaver(Set.of());
    Payloads.of(saver::setup);
    byte[] part = Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
    assertEquals(0, saver.pending().bytes());
    assertArrayEquals(Payloads.bytes("00000000 0000000000000000"), Payloads.of(saver::complete));
    saver.cleanup();
    return part;
  }

  /** The entries of a PART, each with its slot: what it tells but for invalid runs. */
  private static byte[] withoutInvalid(byte[] part) {
    ByteBuffer in = ByteBuffer.wrap(part, HEADER_WORD, part.length - HEADER_WORD - END_MARKER);
    ByteBuffer out = ByteBuffer.allocate(2 * part.length);
    while (in.hasRemaining()) {
      int slot = in.getInt();
      int valid = Short.toUnsignedInt(in.getShort());
      in.getShort();
      for (int i = 0; i < valid; i++) {
        out.putInt(slot + i).putLong(in.getLong()).putLong(in.getLong());
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  static HtabBackend channels(TestHost host) {
    ChannelMachine machine = mock(ChannelMachine.class);
    when(machine.hasPageSize(anyLong(), anyLong())).thenReturn(true);
    return new ChannelBackend(new TableChannels(host, machine, ByteOrder.nativeOrder()));
  }

  private static HptGeometry geometry(TestHost host) {
    HashPageTable table = host.table;
    assertNotNull(table);
    return table.geometry();
  }

  private static byte[] memory(TestHost host) {
    HashPageTable table = host.table;
    assertNotNull(table);
    return table.memory().toArray(ValueLayout.JAVA_BYTE);
  }
}
