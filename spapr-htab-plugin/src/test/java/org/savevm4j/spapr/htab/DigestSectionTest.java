// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.MalformedStreamException;

/** The section in versions 3 and 4, which the capability x-section-checksum asks for. */
final class DigestSectionTest {

  private static final String CHECKSUM = "x-section-checksum";
  private static final int HEADER_WORD = 4;
  private static final int END_MARKER = 8;
  private static final int TRAILER = 9;

  private final TestHost host = TestHost.withTable(20);
  private final TestHost destination = new TestHost();

  @Test
  void versionSaysWhetherADigestFollows() {
    HtabSection section = new HtabSection(new TableBackend(host));
    assertEquals(3, section.newSaver(Set.of(CHECKSUM)).version());
    assertEquals(4, section.newSaver(Set.of(CHECKSUM, "x-htab-packed")).version());
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKSUM, CHECKSUM + " x-htab-packed"})
  void tableThatArrivesWholeHasTheDigestOfItsSource(String enabled) throws IOException {
    Random random = new Random(8);
    change(random, 20_000);
    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of(enabled.split(" ")));
    LiveLoader loader = new HtabSection(new TableBackend(destination)).newLoader(saver.version());
    loader.load(Payloads.input(Payloads.of(saver::setup)), Part.START);
    for (int round = 0; round < 3; round++) {
      byte[] part = Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
      loader.load(Payloads.input(part), Part.PART);
      change(random, 700);
    }
    byte[] end = Payloads.of(saver::complete);
    assertEquals(1, end[end.length - TRAILER]);
    loader.load(Payloads.input(end), Part.END);
    assertTrue(loader.metrics().contains(new Metric("digests-compared", Metric.Unit.COUNT, 1)));
    loader.commit();
    saver.cleanup();
    loader.cleanup();
    assertArrayEquals(memory(host), memory(destination));
  }

  @Test
  void tableThatLacksARecordIsRefusedWithBothDigests() throws IOException {
    change(new Random(9), 20_000);
    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of(CHECKSUM));
    LiveLoader loader = new HtabSection(new TableBackend(destination)).newLoader(3);
    loader.load(Payloads.input(Payloads.of(saver::setup)), Part.START);
    byte[] part = Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
    int first = HEADER_WORD + 8 + 16 * ((part[8] & 0xff) << 8 | part[9] & 0xff);
    byte[] lacking = Arrays.copyOfRange(part, first - HEADER_WORD, part.length);
    Arrays.fill(lacking, 0, HEADER_WORD, (byte) 0);
    loader.load(Payloads.input(lacking), Part.PART);
    byte[] end = Payloads.of(saver::complete);
    ChecksumException differs =
        assertThrows(ChecksumException.class, () -> loader.load(Payloads.input(end), Part.END));
    assertEquals("digest of the page table", differs.what());
    assertEquals(HEADER_WORD + END_MARKER, differs.offset());
    assertEquals(hex(end, end.length - 8), differs.expected());
    loader.cleanup();
    saver.cleanup();
    assertEquals(0, destination.adoptions);
  }

  @Test
  void sourceThatCannotTellIsTakenAtItsWordAndAnythingElseIsRefused() throws IOException {
    LiveLoader loader = new HtabSection(new TableBackend(destination)).newLoader(3);
    loader.load(Payloads.input("00000014"), Part.START);
    loader.load(Payloads.input("00000000 0000000000000000"), Part.PART);
    MalformedStreamException odd =
        assertThrows(
            MalformedStreamException.class,
            () -> loader.load(Payloads.input("00000000 0000000000000000 02"), Part.END));
    assertEquals("kind of the table's digest", odd.field());
    loader.load(Payloads.input("00000000 0000000000000000 00"), Part.END);
    assertTrue(loader.metrics().contains(new Metric("digests-compared", Metric.Unit.COUNT, 0)));
    loader.cleanup();
  }

  private void change(Random random, int times) {
    HashPageTable table = Objects.requireNonNull(host.table);
    for (int i = 0; i < times; i++) {
      long slot = random.nextInt((int) table.geometry().slots());
      table.lock(slot);
      if (random.nextInt(3) == 0) {
        table.store(slot, 0, 0);
      } else {
        table.store(slot, random.nextLong() & ~Hpte.V_HOST | Hpte.V_VALID, random.nextLong());
      }
    }
  }

  private static byte[] memory(TestHost of) {
    return Objects.requireNonNull(of.table).memory().toArray(ValueLayout.JAVA_BYTE);
  }

  private static String hex(byte[] bytes, int from) {
    return HexFormat.of().formatHex(bytes, from, from + 8);
  }
}
