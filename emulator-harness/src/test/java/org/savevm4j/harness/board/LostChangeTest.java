// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.guest.GuestKernel;
import org.savevm4j.harness.guest.NoGuestException;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** The check that all other tests lean on can fail: it sees one change that does not arrive. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostChangeTest {

  private static final int FOOTER = 5;
  private static final int HEADER_WORD = 4;

  /** Bytes of an iteration that says nothing. */
  private static final int NO_RECORDS = HEADER_WORD + 8;

  @TempDir Path folder;

  @Test
  void seesOneRecordThatIsDroppedOnTheWay() throws Exception {
    Path stream = folder.resolve("stream");
    try (Emulator source = Emulator.open(StubOptions.booting())) {
      MigrationWait completed = MigrationWait.on(source);
      source.start();
      source.stop();
      source.migrate("file:" + stream);
      assertEquals("completed", completed.await());
    }
    assertEquals(0, checkAfterLoading(stream).mismatches());

    Path lacking = folder.resolve("lacking");
    Files.write(lacking, withoutFirstRecord(Files.readAllBytes(stream)));
    assertTrue(checkAfterLoading(lacking).mismatches() > 0);
  }

  @Test
  void seesOneMarkThatIsClearedWithoutSending() throws Exception {
    try (Board source = new Board(StubOptions.booting());
        Board destination = new Board(StubOptions.incoming("defer"))) {
      source.boot();
      LiveSaver saver = htab(source).newSaver(Set.of());
      LiveLoader loader = htab(destination).newLoader(1);
      carry(saver::setup, loader, LiveLoader.Part.START);
      carry(out -> saver.iterate(out, Budget.unlimited()), loader, LiveLoader.Part.PART);
      byte[] sent = table(source).memory().toArray(ValueLayout.JAVA_BYTE);
      source.machine().cont();
      awaitUpdates(source);
      source.machine().stop();
      takeMarkOfAChange(table(source), sent);
      carry(saver::complete, loader, LiveLoader.Part.END);
      loader.commit();
      saver.cleanup();
      loader.cleanup();

      // the guest's memory as it is at the source, so that only the table can differ
      destination.machine().ram().current().copyIn(0, source.machine().ram().current().memory());
      assertEquals(0, source.checkGuest().mismatches());
      GuestCheckResult check = destination.checkGuest();
      assertNotEquals(0, check.mismatches(), check::toString);
    }
  }

  private GuestCheckResult checkAfterLoading(Path stream) throws Exception {
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"))) {
      MigrationWait arrived = MigrationWait.on(destination);
      destination.migrateIncoming("file:" + stream);
      assertEquals("completed", arrived.await(), () -> destination.queryMigrate().toString());
      destination.stop();
      return destination.guestCheck();
    }
  }

  /**
   * The stream of a stopped guest with its first record, and so its first run of slots, cut out.
   */
  private static byte[] withoutFirstRecord(byte[] stream) throws IOException {
    List<Integer> payloads = new ArrayList<>();
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(stream)));
    LoadListener positions =
        new LoadListener() {
          @Override
          public void configuration(Configuration configuration, long offset) {}

          @Override
          public void payload(QevmReader.Item.Section item, long bytes) {
            if (item.header().name().equals("spapr/htab") && bytes > NO_RECORDS) {
              payloads.add((int) (in.position() - FOOTER - bytes));
            }
          }

          @Override
          public void command(Command command, long offset) {}
        };
    try (Board onlooker = new Board(StubOptions.incoming("defer"));
        LoadStream load =
            new LoadStream(
                in, onlooker.sections(), new DeviceSections(onlooker.sections()), positions)) {
      load.load();
    }
    int record = payloads.getFirst() + HEADER_WORD;
    int valid = Short.toUnsignedInt(ByteBuffer.wrap(stream).getShort(record + 4));
    int next = record + 8 + valid * 16;
    assertTrue(valid > 0, "the first pass begins with a valid run");
    byte[] lacking = Arrays.copyOf(stream, stream.length - (next - record));
    System.arraycopy(stream, next, lacking, record, stream.length - next);
    return lacking;
  }

  private static LiveSection htab(Board board) {
    return board.sections().stream()
        .filter(section -> section.name().equals("spapr/htab"))
        .map(section -> (LiveSection) section.section())
        .findFirst()
        .orElseThrow();
  }

  private static void carry(Put payload, LiveLoader loader, LiveLoader.Part part)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    payload.put(out);
    out.flush();
    loader.load(
        new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()))), part);
  }

  private static void awaitUpdates(Board board) throws NoGuestException {
    GuestRam ram = board.machine().ram().current();
    long wanted = GuestKernel.status(ram).updates() + 1000;
    while (GuestKernel.status(ram).updates() < wanted) {
      Thread.onSpinWait();
    }
  }

  /** Takes the marks of one word of slots that are not as they were sent. */
  private static void takeMarkOfAChange(HashPageTable table, byte[] sent) {
    MemorySegment before = MemorySegment.ofArray(sent);
    long at = table.memory().mismatch(before);
    assertTrue(at >= 0, "the guest changed nothing");
    assertNotEquals(0, table.tracking().sets().getFirst().take(at / (64 * Hpte.BYTES)));
  }

  private static HashPageTable table(Board board) {
    HashPageTable table = board.machine().hpt().current();
    assertNotNull(table);
    return table;
  }

  @FunctionalInterface
  private interface Put {
    void put(StateOutput out) throws IOException;
  }
}
