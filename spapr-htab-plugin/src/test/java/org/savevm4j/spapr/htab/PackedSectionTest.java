// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.InOrder;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.channel.UnknownFlagsException;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** The section in version 2, which the capability x-htab-packed asks for. */
final class PackedSectionTest {

  private static final Set<String> ENABLED = Set.of("x-htab-packed");

  private final TestHost host = TestHost.withTable(20);

  @Test
  void goldenStreamOfARealTableLoadsToTheTableOfItsClassicStream() throws IOException {
    TestHost classic = new TestHost();
    StreamOfHtab.load(resource("/streams/qemu-10.0-linux-1g-fork.qevm"), classic);
    TestHost packed = new TestHost();
    StreamOfHtab.load(resource("/packed/qemu-10.0-linux-1g-fork.v2.qevm"), packed);
    assertArrayEquals(memory(classic), memory(packed));
  }

  @Test
  void writesItsVersionOnlyWhereTheCapabilityIsOn() {
    HtabSection section = new HtabSection(new TableBackend(host));
    assertTrue(section.capabilities().containsAll(ENABLED));
    assertEquals("versions 1 to 4", section.versions().toString());
    assertEquals(1, section.newSaver(Set.of()).version());
    assertEquals(2, section.newSaver(ENABLED).version());
  }

  @ParameterizedTest
  @EnumSource
  void carriesATableThatChangesUnderWay(Source from) throws IOException {
    Random random = new Random(4);
    change(random, 20_000);
    LiveSaver saver = new HtabSection(from.of(host)).newSaver(ENABLED);
    TestHost destination = new TestHost();
    LiveLoader loader = new HtabSection(new TableBackend(destination)).newLoader(saver.version());
    loader.load(Payloads.input(Payloads.of(saver::setup)), Part.START);
    for (int round = 0; round < 5; round++) {
      change(random, 500);
      byte[] part = Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
      loader.load(Payloads.input(part), Part.PART);
    }
    change(random, 500);
    long expected = saver.pending().bytes();
    byte[] end = Payloads.of(saver::complete);
    assertEquals(0, saver.pending().bytes());
    assertTrue(
        Math.abs(end.length - expected) < expected / 5, expected + " pending, put " + end.length);
    loader.load(Payloads.input(end), Part.END);
    loader.commit();
    saver.cleanup();
    loader.cleanup();
    assertArrayEquals(memory(host), memory(destination));
    assertEquals(0, host.openLeases);
  }

  @ParameterizedTest
  @EnumSource
  void pendingOfLaterLapsDoesNotTakeThemToPackAsWellAsTheFirst(Source from) throws IOException {
    for (long slot = 0; slot < table().geometry().slots(); slot++) {
      table().lock(slot);
      table().store(slot, 0x11, 0x1196);
    }
    LiveSaver saver = new HtabSection(from.of(host)).newSaver(ENABLED);
    Payloads.of(saver::setup);
    int first = Payloads.of(out -> saver.iterate(out, Budget.unlimited())).length;
    assertTrue(first < 20_000, "the first lap packs well: " + first);
    Random noise = new Random(3);
    for (long slot = 0; slot < table().geometry().slots(); slot += 2) {
      table().lock(slot);
      table().store(slot, noise.nextLong() & ~Hpte.V_LOCK | Hpte.V_VALID, noise.nextLong());
    }
    long pending = saver.pending().bytes();
    int put = Payloads.of(saver::complete).length;
    assertTrue(pending > put / 2, pending + " pending, put " + put);
    saver.cleanup();
  }

  @Test
  void opensAChannelOfAnOldHostAgainWithoutTheBitThatItRefuses() throws IOException {
    HtabHost old = mock(HtabHost.class);
    HtabHost real = channels(host, null);
    when(old.open(anyLong(), anyLong()))
        .then(
            call -> {
              long flags = call.getArgument(0);
              if ((flags & ~3L) != 0) {
                throw new UnknownFlagsException(flags, 3);
              }
              return real.open(flags, call.getArgument(1));
            });
    change(new Random(1), 5000);
    LiveSaver saver = new HtabSection(new ChannelBackend(old)).newSaver(ENABLED);
    byte[] start = Payloads.of(saver::setup);
    byte[] end = Payloads.of(saver::complete);
    saver.cleanup();
    InOrder order = inOrder(old);
    order.verify(old).open(HtabChannel.PACKED, 0);
    order.verify(old).open(0, 0);
    TestHost destination = new TestHost();
    LiveLoader loader = new HtabSection(new TableBackend(destination)).newLoader(2);
    loader.load(Payloads.input(start), Part.START);
    loader.load(Payloads.input(end), Part.END);
    loader.commit();
    loader.cleanup();
    assertArrayEquals(memory(host), memory(destination));
  }

  @Test
  void leavesAWellFormedPayloadWhenAnEntryCannotBeRead() throws IOException {
    change(new Random(9), 100);
    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(ENABLED);
    Payloads.of(saver::setup);
    table().lock(table().geometry().slots() - 1);
    table().occupied().set(table().geometry().slots() - 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    assertThrows(IOException.class, () -> saver.complete(out));
    out.flush();
    saver.cleanup();
    LiveLoader loader = new HtabSection(new TableBackend(new TestHost())).newLoader(2);
    loader.load(Payloads.input("00000014"), Part.START);
    loader.load(Payloads.input(bytes.toByteArray()), Part.END);
    loader.cleanup();
  }

  private HashPageTable table() {
    return assertNotNullTable(host);
  }

  private void change(Random random, int times) {
    for (int i = 0; i < times; i++) {
      long slot = random.nextInt((int) table().geometry().slots());
      table().lock(slot);
      long dword0 = random.nextInt(4) == 0 ? 0 : 0x4000_6e93_b000_1004L | Hpte.V_VALID;
      table().store(slot, dword0, slot << 12 | 0x190);
    }
  }

  private static byte[] memory(TestHost of) {
    return assertNotNullTable(of).memory().toArray(ValueLayout.JAVA_BYTE);
  }

  private static HashPageTable assertNotNullTable(TestHost of) {
    HashPageTable table = of.table;
    assertNotNull(table);
    return table;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PackedSectionTest.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }

  private static HtabHost channels(TestHost of, @Nullable Supplier<BlockCodec> codecs) {
    ChannelMachine machine = mock(ChannelMachine.class);
    when(machine.hasPageSize(anyLong(), anyLong())).thenReturn(true);
    return codecs == null
        ? new TableChannels(of, machine, ByteOrder.nativeOrder())
        : new TableChannels(of, machine, ByteOrder.nativeOrder(), codecs);
  }

  /** Where the section gets the table from. */
  enum Source {
    TABLE,
    CHANNEL_OF_BLOCKS,
    CHANNEL_OF_RECORDS;

    HtabBackend of(TestHost host) {
      return switch (this) {
        case TABLE -> new TableBackend(host);
        case CHANNEL_OF_BLOCKS -> new ChannelBackend(channels(host, ZstdCodec::new));
        case CHANNEL_OF_RECORDS -> new ChannelBackend(channels(host, null));
      };
    }
  }
}
