// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.PackedReader;
import org.savevm4j.packed.PackedWriter;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.QevmReader.Item;
import org.savevm4j.qevm.QevmWriter;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Turns a cut-down stream of version 1 into one of version 2 and back, payload by payload. */
final class PackedStream {

  static final int CLASSIC = 1;
  static final int PACKED = 2;

  private PackedStream() {}

  static byte[] pack(byte[] classic, BlockCodec codec) throws IOException {
    PackedWriter writer = new PackedWriter(codec);
    return turn(
        classic,
        PACKED,
        (in, out) -> {
          byte[] records = records(in);
          writer.begin(out);
          writer.put(MemorySegment.ofArray(records), 0, records.length);
          writer.end();
        });
  }

  static byte[] unpack(byte[] packed, BlockCodec codec) throws IOException {
    PackedReader reader = new PackedReader(codec);
    return turn(
        packed,
        CLASSIC,
        (in, out) -> {
          while (reader.next(in)) {
            out.put(reader.records(), 0, reader.recordBytes());
          }
          HeaderWord.putEndMarker(out);
        });
  }

  private static byte[] turn(byte[] stream, int version, Iteration iteration) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    QevmWriter writer = new QevmWriter(out);
    StateInput in = Payloads.input(stream);
    QevmReader reader = new QevmReader(in);
    writer.begin(reader.begin());
    boolean ended = false;
    while (!ended && reader.next() instanceof Item.Section section) {
      if (section.type() == RecordType.START) {
        SectionHeader old = section.header();
        writer.beginSection(
            new SectionHeader(old.type(), old.id(), old.name(), old.instance(), version));
      } else {
        writer.beginSection(section.type(), section.header().id());
      }
      int word = HeaderWord.get(in);
      out.putBe32(word);
      if (word == HeaderWord.ITERATION) {
        iteration.turn(in, out);
      }
      reader.endSection(section);
      writer.endSection();
      ended = section.type() == RecordType.END;
    }
    out.put8(RecordType.EOF.code());
    out.flush();
    return bytes.toByteArray();
  }

  /** The classic records of an iteration, without its end marker. */
  private static byte[] records(StateInput in) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    while (true) {
      HtabRecord record = HtabRecord.get(in);
      if (record.isEndMarker()) {
        return records.toByteArray();
      }
      ByteBuffer header = ByteBuffer.allocate(HtabRecord.HEADER_BYTES);
      header.putInt((int) record.index());
      header.putShort((short) record.valid()).putShort((short) record.invalid());
      records.writeBytes(header.array());
      records.writeBytes(in.getBytes(record.valid() * HtabRecord.ENTRY_BYTES));
    }
  }

  @FunctionalInterface
  private interface Iteration {
    void turn(StateInput in, StateOutput out) throws IOException;
  }
}
