// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.board.FuzzedMachine;
import org.savevm4j.harness.board.HtabAccess;
import org.savevm4j.harness.fuzz.NamedStream.Fault;
import org.savevm4j.harness.savevm.LoadException;

/** Replays the corpus of defects: each file is refused word for word, and changes nothing. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NamedStreamsTest {

  private static @Nullable FuzzedMachine table;
  private static @Nullable FuzzedMachine channel;

  @BeforeAll
  static void open() {
    table = new FuzzedMachine(HtabAccess.TABLE);
    channel = new FuzzedMachine(HtabAccess.FD);
  }

  @AfterAll
  static void close() {
    table.close();
    channel.close();
  }

  static List<NamedStream> streams() {
    return NamedStreams.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void fileIsAsItIsMade(NamedStream stream) throws Exception {
    assertArrayEquals(stream.bytes(), Files.readAllBytes(NamedStreams.file(stream)));
  }

  @Test
  void eachFileOfTheFolderIsMadeHere() throws Exception {
    try (Stream<Path> files = Files.list(NamedStreams.FOLDER)) {
      assertEquals(
          NamedStreams.all().stream().map(NamedStreams::file).sorted().toList(),
          files.sorted().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void machineWithItsTableInTheProcessRefusesItWordForWord(NamedStream stream) throws Exception {
    assertEquals(stream.table(), load(table, stream));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void machineWithItsTableBehindTheChannelRefusesItWordForWord(NamedStream stream)
      throws Exception {
    assertEquals(stream.channel(), load(channel, stream));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void analysisEndsAtAFaultWithAPlace(NamedStream stream) throws Exception {
    try (StreamContents contents = StreamContents.load(NamedStreams.file(stream))) {
      StreamAnalysis.Fault fault = contents.analysis().fault();
      if (fault != null) {
        assertTrue(fault.offset() <= stream.bytes().length, fault::toString);
        assertFalse(fault.reason().startsWith("its loader failed"), fault::toString);
      }
    }
  }

  /** How the file is refused, with the machine as it was; null if it loads. */
  private static @Nullable Fault load(FuzzedMachine machine, NamedStream stream)
      throws IOException {
    long before = machine.digest();
    try {
      machine.load(Files.readAllBytes(NamedStreams.file(stream)));
      return null;
    } catch (LoadException refused) {
      assertEquals(before, machine.digest(), refused.getMessage());
      return new Fault(refused.section(), refused.offset(), refused.reason());
    }
  }
}
