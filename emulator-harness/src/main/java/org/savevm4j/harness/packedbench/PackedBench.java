// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.realtables.RealIterations;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.harness.savevm.BlockCodecs;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.PackedBlock;

/** Packs and unpacks the tables of real guests. Takes a few seconds. */
public final class PackedBench {

  /** Rounds that are not counted: the JVM compiles what runs often. */
  private static final int WARM_UP = 10;

  /** A round goes on until it has packed so many classic bytes. */
  private static final long ROUND_BYTES = 4_000_000;

  /** More than any way needs for noise, and than the longest iteration has. */
  private static final int BUFFER_BYTES = 1 << 20;

  private final int rounds;
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer back = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private PackedBench(int rounds) {
    this.rounds = rounds;
  }

  /**
   * Measures all streams in all ways.
   *
   * @param rounds counted of each, 1 or more
   * @param work is told of each stream and way
   * @throws IOException also if no plugin brings a codec, or something comes back changed
   */
  public static PackedBenchResult run(int rounds, Work work) throws IOException {
    BlockCodec found =
        BlockCodecs.find()
            .orElseThrow(
                () ->
                    new IOException(
                        "nobody provides a codec of packed blocks; put the jar of a plugin that"
                            + " does on the module path"));
    PackedBench bench = new PackedBench(rounds);
    List<PackedBenchRow> rows = new ArrayList<>();
    try (BlockCodec codec = found) {
      Way blocks = new BlocksWay(codec);
      List<Way> alone = List.of(new CodecWay(codec), new Lz4Way());
      work.total((long) RealTables.names().size() * (1 + alone.size()));
      for (String stream : RealTables.names()) {
        work.begin(stream);
        List<ByteBuffer> iterations = new ArrayList<>();
        List<ByteBuffer> pieces = new ArrayList<>();
        for (byte[] iteration : RealIterations.of(stream)) {
          ByteBuffer whole = ByteBuffer.allocateDirect(iteration.length).put(iteration).clear();
          iterations.add(whole);
          for (int at = 0; at < iteration.length; at += PackedBlock.MAX_RECORD_BYTES) {
            int length = Math.min(iteration.length - at, PackedBlock.MAX_RECORD_BYTES);
            pieces.add(whole.slice(at, length));
          }
        }
        rows.add(bench.row(stream, iterations, blocks));
        work.done(1);
        for (Way way : alone) {
          rows.add(bench.row(stream, pieces, way));
          work.done(1);
        }
      }
    }
    return new PackedBenchResult(rows);
  }

  private PackedBenchRow row(String stream, List<ByteBuffer> pieces, Way way) throws IOException {
    long classic = 0;
    List<ByteBuffer> results = new ArrayList<>();
    for (ByteBuffer piece : pieces) {
      int bytes = way.pack(piece, piece.capacity(), packed);
      ByteBuffer result = ByteBuffer.allocateDirect(bytes).put(packed.slice(0, bytes)).clear();
      int length = way.unpack(result, bytes, back);
      if (!back.slice(0, length).equals(piece)) {
        throw new IOException(stream + ": " + way.name() + " changed it");
      }
      results.add(result);
      classic += piece.capacity();
    }
    return new PackedBenchRow(
        stream,
        way.name(),
        classic,
        results.stream().mapToLong(ByteBuffer::capacity).sum(),
        speed(classic, pieces, plain -> way.pack(plain, plain.capacity(), packed)),
        speed(classic, results, result -> way.unpack(result, result.capacity(), back)));
  }

  private @Nullable Spread speed(long classic, List<ByteBuffer> pieces, Step step)
      throws IOException {
    if (classic == 0) {
      return null;
    }
    long laps = Math.ceilDiv(ROUND_BYTES, classic);
    double[] speeds = new double[rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      long start = System.nanoTime();
      for (long lap = 0; lap < laps; lap++) {
        for (ByteBuffer piece : pieces) {
          step.run(piece);
        }
      }
      double seconds = (System.nanoTime() - start) / Amount.NANOS_PER_SECOND;
      if (round >= 0) {
        speeds[round] = classic * laps / seconds;
      }
    }
    return Spread.of(speeds);
  }

  @FunctionalInterface
  private interface Step {
    int run(ByteBuffer piece) throws IOException;
  }
}
