// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.packed.PackedReader;
import org.savevm4j.packed.PackedWriter;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Version 2: records in packed blocks. A source that tells blocks has them passed on as they are.
 */
final class PackedForm implements RecordForm {

  /** Below this many bytes of records a ratio says little. */
  private static final long WORTH_MEASURING = 4096;

  private final ZstdCodec codec = new ZstdCodec();
  private @Nullable PackedWriter writer;
  private @Nullable PackedReader reader;

  /**
   * What the last iteration worth measuring made of its records; 1 while none of the table's lap of
   * that kind was. A first lap packs far better than the scattered changes after it.
   */
  private double ratio = 1;

  @Override
  public long version() {
    return HtabSection.PACKED;
  }

  @Override
  public HtabSource open(HtabBackend backend) throws IOException {
    ratio = 1;
    return backend.openPacked(codec);
  }

  @Override
  public void put(StateOutput out, HtabSource source, Records records) throws IOException {
    long start = out.position();
    LapFigures before = source.figures();
    boolean first = source.isFirstLap();
    if (source.isPacked()) {
      records.tell(RecordTarget.of(out));
      HeaderWord.putEndMarker(out);
    } else {
      if (writer == null) {
        writer = new PackedWriter(codec);
      }
      writer.begin(out);
      records.tell(writer);
      writer.end();
    }
    long told = source.figures().bytes() - before.bytes();
    if (first && !source.isFirstLap()) {
      ratio = 1;
    } else if (told >= WORTH_MEASURING) {
      ratio = (double) (out.position() - start) / told;
    }
  }

  @Override
  public void get(StateInput in, HtabStage into) throws IOException {
    if (reader == null) {
      reader = new PackedReader(codec);
    }
    while (reader.next(in)) {
      into.applyAll(reader.records(), 0, reader.recordBytes(), reader.blockOffset(), false);
    }
  }

  @Override
  public long expected(long bytes) {
    return (long) Math.ceil(bytes * ratio);
  }

  @Override
  public void close() {
    codec.close();
  }
}
