// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.RefusedRecordException;
import org.savevm4j.channel.VcpusRunException;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.savevm.MigrationParameters;

/** Migration with the table in the process and with the HTAB channel alone, in all pairs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HtabAccessTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"FD, FD", "FD, TABLE", "TABLE, FD"})
  void busyGuestArrivesWithAllThatItBelieves(HtabAccess from, HtabAccess to) throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    EmulatorOptions waiting = StubOptions.incoming(uri).withHtabBackend(to);
    EmulatorOptions booting = StubOptions.booting().withHtabBackend(from);
    try (Emulator destination = Emulator.open(waiting);
        Emulator source = Emulator.open(booting)) {
      source.capability("return-path", true);
      // slow enough for several passes over a table that changes
      source.parameters(new MigrationParameters(8L << 20, 1000));
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
      assertEquals(
          "completed", destinationEnd.await(), () -> destination.queryMigrate().toString());

      MigrationInfo info = source.queryMigrate();
      assertTrue(info.htab().get("passes") > 1, info::toString);
      assertEquals(RunStatus.RUNNING, destination.status());
      GuestCheckResult check = destination.guestCheck();
      assertEquals(0, check.mismatches(), check::toString);
      assertTrue(check.checked() >= StubOptions.MEMORY >> 16, check::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamOfEitherLoadsInBoth(HtabAccess writer) throws Exception {
    byte[] stream;
    long digest;
    try (StoppedMachine source = new StoppedMachine(writer).fill()) {
      stream = source.save();
      digest = source.digest();
    }
    for (HtabAccess reader : HtabAccess.values()) {
      try (StoppedMachine destination = new StoppedMachine(reader)) {
        destination.load(stream);
        assertEquals(digest, destination.digest(), "loaded through " + reader);
      }
    }
  }

  @Test
  void channelIsNotWrittenWhileTheGuestRuns() throws Exception {
    try (Board board = new Board(StubOptions.booting())) {
      board.boot();
      HtabHost channels = BoardChannels.on(board.machine());
      ByteBuffer records = ByteBuffer.allocate(4 << 20);
      try (HtabChannel writer = channels.open(HtabChannel.WRITE, 0)) {
        board.machine().cont();
        assertThrows(VcpusRunException.class, () -> writer.write(records));
        board.machine().stop();
        try (HtabChannel reader = channels.open(0, 0)) {
          assertTrue(reader.read(records) > 0);
        }
        // what is in the table already, over itself
        records.flip();
        assertEquals(records.limit(), writer.write(records));
      }
      assertEquals(0, board.checkGuest().mismatches());
    }
  }

  @Test
  void channelKnowsThePageSizesOfTheMachine() throws Exception {
    try (StoppedMachine machine = new StoppedMachine()) {
      HtabHost channels = BoardChannels.on(machine.board.machine());
      byte[] before = machine.tableBytes();
      try (HtabChannel writer = channels.open(HtabChannel.WRITE, 0)) {
        ByteBuffer record = ByteBuffer.allocate(24).order(writer.headerOrder());
        record.putInt(9).putShort((short) 1).putShort((short) 0);
        record.order(ByteOrder.BIG_ENDIAN).putLong(0x5).putLong(0x2196).flip();
        RefusedRecordException refused =
            assertThrows(RefusedRecordException.class, () -> writer.write(record));
        assertEquals(
            "record index 9 + n_valid 1 + n_invalid 0: the entry of slot 9 is"
                + " 0000000000000005 0000000000002196, expected a page size of this machine",
            refused.reason());
      }
      assertArrayEquals(before, machine.tableBytes());
    }
  }
}
