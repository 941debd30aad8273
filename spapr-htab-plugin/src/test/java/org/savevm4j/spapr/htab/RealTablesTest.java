// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.stream.Budget;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RealTablesTest {

  @Test
  void goldenFilesAreAsTheyWereReleased() throws Exception {
    String sums =
        Arrays.stream(GoldenStream.values())
            .map(stream -> sha256(stream.bytes()) + "  " + stream.file() + "\n")
            .collect(Collectors.joining());
    assertEquals(new String(GoldenStream.resource("SHA256SUMS"), StandardCharsets.US_ASCII), sums);
  }

  @ParameterizedTest
  @CsvSource({
    "FORK_1G,    23, 16555, 5b52eff9b7988ee642a521f930336abbf7a4467bb887a37ebc5a9d25794757e5",
    "CHURN_512M, 22, 8333,  75d3c6fdfc96776e64a3f60500f5afec1a00da85dbdc95ed0ac79aa772452cd8",
    "IDLE_512M,  22, 8287,  a3a9a5e914bccd25c77800a6ca228395b5b7e4583593891bedf482f90a98c28a"
  })
  void tableOfARealGuestLoads(GoldenStream stream, int shift, long valid, String sha256)
      throws Exception {
    TestHost host = new TestHost();
    StreamOfHtab.load(stream.bytes(), host);

    HashPageTable table = table(host);
    assertEquals(shift, table.geometry().shift());
    assertEquals(valid, occupied(table));
    assertEquals(sha256, sha256(memory(table)));
  }

  @Test
  void radixGuestHasNoTableAndSavesAgainAsThat() throws Exception {
    TestHost host = TestHost.withTable(18);
    StreamOfHtab.load(GoldenStream.RADIX.bytes(), host);
    assertNull(host.table);

    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of());
    assertArrayEquals(Payloads.bytes("ffffffff"), Payloads.of(saver::setup));
    assertArrayEquals(
        Payloads.bytes("ffffffff"), Payloads.of(out -> saver.iterate(out, Budget.unlimited())));
    assertArrayEquals(Payloads.bytes("ffffffff"), Payloads.of(saver::complete));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RADIX")
  void firstPassOverARealTableIsWhatQemuWouldSend(GoldenStream stream) throws Exception {
    TestHost host = new TestHost();
    StreamOfHtab.load(stream.bytes(), host);
    byte[] expected = FirstPass.of(memory(table(host)));

    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of());
    Payloads.of(saver::setup);
    byte[] part = Payloads.of(out -> saver.iterate(out, Budget.unlimited()));
    saver.cleanup();

    assertArrayEquals(Payloads.bytes("00000000"), Arrays.copyOf(part, 4));
    assertArrayEquals(expected, Arrays.copyOfRange(part, 4, part.length));
  }

  @Test
  void streamThatQemuSentWholeComesBackByteForByte() throws Exception {
    TestHost host = new TestHost();
    byte[] stream = GoldenStream.IDLE_512M.bytes();
    StreamOfHtab.Choices choices = StreamOfHtab.load(stream, host);
    byte[] again = StreamOfHtab.save(host, choices);

    assertArrayEquals(stream, again);
  }

  private static HashPageTable table(TestHost host) {
    HashPageTable table = host.table;
    assertNotNull(table);
    return table;
  }

  private static long occupied(HashPageTable table) {
    long slots = 0;
    for (long word = 0; word < table.occupied().words(); word++) {
      slots += Long.bitCount(table.occupied().word(word));
    }
    return slots;
  }

  private static byte[] memory(HashPageTable table) {
    return table.memory().toArray(ValueLayout.JAVA_BYTE);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
