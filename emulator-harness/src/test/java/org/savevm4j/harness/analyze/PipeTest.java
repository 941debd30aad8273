// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;

/** What comes once through a pipe is told as what lies in a file. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PipeTest {

  /** Of which the largest reads of real pipes are a multiple. */
  private static final int PIPE_READ = 64 << 10;

  private static final long MOST_DIGESTED = 32 << 20;

  @TempDir Path folder;

  static List<Path> streams() throws IOException {
    return TestStreams.all();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyStreamIsToldAlikeFromAFileAndFromAPipe(Path stream) throws Exception {
    byte[] bytes = TestStreams.bytes(stream);
    Path file = Files.write(folder.resolve("stream"), bytes);
    String fromFile;
    try (StreamContents contents = StreamContents.load(file)) {
      fromFile = AnalysisJson.of(contents.analysis(MOST_DIGESTED)).toPrettyString();
    }
    assertEquals(fromFile, analyze(bytes, PIPE_READ), "in large pieces");
    assertEquals(fromFile, analyze(bytes, 8191), "in pieces that split everything");
  }

  @Test
  void streamThatIsCutInItsDevicesIsToldAlike() throws Exception {
    byte[] whole = own();
    for (int cut : List.of(1, 500, 2000, 2800)) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - cut);
      Path file = Files.write(folder.resolve("stream"), bytes);
      try (StreamContents contents = StreamContents.load(file)) {
        assertNotNull(contents.fault(), "cut by " + cut);
        assertEquals(
            AnalysisJson.of(contents.analysis(MOST_DIGESTED)).toPrettyString(),
            analyze(bytes, PIPE_READ),
            "cut by " + cut);
      }
    }
  }

  @Test
  void devicesThatNoVmdescEndsAreReadAheadNoFartherThanTheBound() throws Exception {
    byte[] begin =
        "QEVM\0\0\0\3\7\0\0\0\14pseries-10.0\4\0\0\0\11\4acme\0\0\0\0\0\0\0\1"
            .getBytes(StandardCharsets.ISO_8859_1);
    Endless endless = new Endless(ByteBuffer.wrap(begin));
    try (StreamContents contents =
        StreamContents.load(
            StreamSource.of(endless), List.of(), RecordListener.DEAF, KeptState.USUAL)) {
      StreamAnalysis.Fault fault = contents.fault();
      assertNotNull(fault);
      assertEquals("acme", fault.section());
      assertEquals(begin.length, fault.offset());
      assertEquals(
          "payload of acme is of unknown length, expected a VMDESC that describes it, within the"
              + " next 16777216 bytes, as far as a pipe is read ahead; look at the stream in a"
              + " file",
          fault.reason());
      assertTrue(endless.given < 18 << 20, endless.given + " bytes read");
      StreamExcerpt around = fault.around();
      assertNotNull(around, "the bytes there are remembered that long");
      assertArrayEquals(Arrays.copyOf(begin, 16), Arrays.copyOf(around.bytes(), 16));
    }
  }

  @Test
  void faultInALogShowsSectionOffsetReasonAndTheBytesThere() {
    StreamExcerpt around = new StreamExcerpt(4096, new byte[] {0x0a, (byte) 0xb2, 0});
    assertEquals(
        "Fault[section=spapr/htab, offset=4098, reason=bad, around=offset 4096: 0a b2 00]",
        new StreamAnalysis.Fault("spapr/htab", 4098, "bad", around).toString());
  }

  @Test
  void bytesThatCameLongBeforeAreGone() throws Exception {
    RecentBytes recent = new RecentBytes(new Endless(ByteBuffer.allocate(0)));
    ByteBuffer piece = ByteBuffer.allocate(1 << 20);
    for (int i = 0; i < 40; i++) {
      recent.read(piece.clear());
    }
    long total = 40L << 20;
    assertNull(recent.bytes(0, 16));
    assertNull(recent.bytes(total - RecentBytes.MAX_BYTES - 1, total));
    assertEquals(
        16, recent.bytes(total - RecentBytes.MAX_BYTES, total - RecentBytes.MAX_BYTES + 16).length);
    assertEquals(48, recent.bytes(total - 16, total + 32).length, "reads on");
  }

  @Test
  void tableIsLoadedWithoutALookAtWhatComesBehindIt() throws Exception {
    byte[] whole = own();
    byte[] bytes = Arrays.copyOf(whole, whole.length - 2000);
    long[] counts = new long[2];
    RecordListener counting =
        new RecordListener() {
          @Override
          public void table(HptGeometry geometry) {
            counts[0]++;
          }

          @Override
          public void record(HtabRecord record, long offset) {
            counts[1]++;
          }
        };
    try (StreamContents contents =
        StreamContents.loadTable(
            StreamSource.of(new Pieces(bytes, PIPE_READ)), List.of(), counting)) {
      assertNull(contents.fault());
      StreamAnalysis.HtabInfo htab = contents.analysis(0).htab();
      assertNotNull(htab);
      assertEquals(1, counts[0]);
      assertEquals(htab.records(), counts[1]);
      assertTrue(htab.valid() > 0);
    }
  }

  /** A stream of our own machine. */
  private static byte[] own() throws IOException {
    return TestStreams.bytes(
        TestStreams.all().stream()
            .filter(stream -> stream.toString().contains("classic"))
            .findFirst()
            .orElseThrow());
  }

  private static String analyze(byte[] stream, int piece) throws IOException {
    try (StreamContents contents =
        StreamContents.load(
            StreamSource.of(new Pieces(stream, piece)),
            List.of(),
            RecordListener.DEAF,
            KeptState.USUAL)) {
      return AnalysisJson.of(contents.analysis(MOST_DIGESTED)).toPrettyString();
    }
  }

  /** Some bytes, and then ones of 5a for ever. */
  private static final class Endless implements ReadableByteChannel {

    private final ByteBuffer begin;
    private long given;

    Endless(ByteBuffer begin) {
      this.begin = begin;
    }

    @Override
    public int read(ByteBuffer into) {
      int count = into.remaining();
      while (into.hasRemaining()) {
        into.put(begin.hasRemaining() ? begin.get() : 0x5a);
      }
      given += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }
}
