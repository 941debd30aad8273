// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.hmp.HumanMonitor;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;

/** A stream of a machine that has more devices than the stub comes in. */
@Timeout(60)
class ForeignStreamTest {

  @TempDir private Path folder;
  private Emulator emulator;

  @BeforeEach
  void open() throws Exception {
    emulator = Emulator.open(StubOptions.incoming("tcp:127.0.0.1:0"));
  }

  @AfterEach
  void close() throws IOException {
    emulator.close();
  }

  @Test
  void ramAndTableAreTakenThoughThePeerStaysOnTheLine() throws Exception {
    MigrationWait end = MigrationWait.on(emulator);
    try (Link link = link()) {
      write(link, ForeignStream.bytes());
      assertEquals("completed", end.await(), () -> emulator.queryMigrate().toString());
    }
    assertEquals(RunStatus.PAUSED, emulator.status());
    Translation found =
        assertInstanceOf(Translation.class, emulator.translate(0, ForeignStream.EA + 5));
    assertEquals(ForeignStream.RA + 5, found.ra());
    byte[] wanted = {ForeignStream.BYTE, 0, 0};
    assertArrayEquals(
        wanted,
        Arrays.copyOfRange(emulator.read(0, ForeignStream.EA + 4095, 3), 0, 3),
        "the page's last byte, and what was never sent");
    TableInfo table = emulator.table();
    assertNotNull(table);
    assertEquals(1, table.valid());
    assertEquals(ForeignStream.SHIFT, table.shift());
  }

  @Test
  void devicesThatItDoesNotHaveAreKeptAsideAndToldByInfoStatus() throws Exception {
    MigrationWait end = MigrationWait.on(emulator);
    try (Link link = link()) {
      write(link, ForeignStream.bytes());
      end.await();
    }
    List<KeptSection> kept = emulator.keptSections();
    assertEquals(List.of("ics (instance 7)", "cpu"), kept.stream().map(KeptSection::name).toList());
    byte[] controller = kept.getFirst().payload();
    assertEquals(ForeignStream.CONTROLLER_BYTES, controller.length);
    assertEquals((byte) (controller.length - 1), controller[controller.length - 1]);
    assertEquals(
        """
        VM status: paused
        Kept aside: 2 devices that this machine does not have, 300093 bytes: ics (instance 7), cpu
        """,
        new HumanMonitor(emulator, false, () -> {}).execute("info status"));
    EmulatorException refused = assertThrows(EmulatorException.class, emulator::cont);
    assertTrue(refused.getMessage().contains("ics (instance 7)"), refused::toString);
    assertThrows(EmulatorException.class, () -> emulator.migrate("tcp:127.0.0.1:1"));
    assertThrows(EmulatorException.class, emulator::systemReset);
    assertNotNull(emulator.table());
  }

  @Test
  void streamThatIsCutInsideTheDevicesLeavesTheMachineAsItWas() throws Exception {
    byte[] whole = ForeignStream.bytes();
    TableInfo before = emulator.table();
    MigrationWait end = MigrationWait.on(emulator);
    try (Link link = link()) {
      write(link, Arrays.copyOf(whole, whole.length - 1));
    }
    assertEquals("failed", end.await());
    String reason = String.valueOf(emulator.queryMigrate().errorDesc());
    assertTrue(reason.startsWith("section ics (instance 7): offset "), reason);
    assertTrue(reason.contains("a VMDESC that describes it"), reason);
    assertEquals(RunStatus.INMIGRATE, emulator.status());
    assertEquals(before, emulator.table());
    assertEquals(List.of(), emulator.keptSections());
  }

  @Test
  void sectionOfAMachineOfThisKindThatNobodyProvidesHereIsRefused() throws Exception {
    Path file = folder.resolve("own");
    try (Emulator source = Emulator.open(StubOptions.booting())) {
      MigrationWait saved = MigrationWait.on(source);
      source.migrate("file:" + file);
      assertEquals("completed", saved.await());
    }
    MigrationWait end = MigrationWait.on(emulator);
    try (Link link = link()) {
      write(link, withOneMore(Files.readAllBytes(file)));
      assertEquals("failed", end.await());
    }
    String reason = String.valueOf(emulator.queryMigrate().errorDesc());
    assertTrue(reason.contains("this machine has no such section; it has [timer, "), reason);
  }

  /** The stream with one more section behind the others, and described as they are. */
  private static byte[] withOneMore(byte[] stream) {
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    int json = text.lastIndexOf("{\"page_size\"");
    String more =
        "{'name':'acme','instance_id':0,'vmsd_name':'acme','version':1,"
            + "'fields':[{'name':'a','type':'uint8','size':1}]},";
    String described =
        text.substring(json).replace("\"devices\":[", "\"devices\":[" + more.replace('\'', '"'));
    ByteBuffer grown = ByteBuffer.allocate(stream.length + 100 + more.length());
    grown.put(stream, 0, json - 6);
    grown.put(HexFormat.of().parseHex("04000000630461636d6500000000000000012a7e00000063"));
    grown.put((byte) 0).put((byte) 6).putInt(described.length());
    grown.put(described.getBytes(StandardCharsets.ISO_8859_1));
    return Arrays.copyOf(grown.array(), grown.position());
  }

  private Link link() throws IOException {
    return assertInstanceOf(MigrationUri.class, emulator.listensOn()).connect();
  }

  private static void write(Link link, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      link.write(left);
    }
  }
}
