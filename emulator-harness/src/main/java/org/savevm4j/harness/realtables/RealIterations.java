// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.realtables;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.QevmReader.Item;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.stream.StateInput;

/** The iterations of a real guest's stream: the records of each payload that holds any. */
public final class RealIterations {

  private static final int ITERATION = 0;

  private RealIterations() {}

  /**
   * Iterations in the order of the stream. Each is the bytes behind the payload's header word:
   * records in the classic format, and the end marker.
   *
   * @param name one of {@link RealTables#names()}
   * @return none for a guest without a table
   */
  public static List<byte[]> of(String name) throws IOException {
    List<byte[]> iterations = new ArrayList<>();
    try (InputStream stream = RealTables.open(name)) {
      QevmReader reader = new QevmReader(new StateInput(Channels.newChannel(stream)));
      reader.begin();
      boolean ended = false;
      while (!ended && reader.next() instanceof Item.Section section) {
        if (reader.in().getBe32() == ITERATION) {
          iterations.add(iteration(reader.in()));
        }
        reader.endSection(section);
        ended = section.type() == RecordType.END;
      }
    }
    return iterations;
  }

  private static byte[] iteration(StateInput in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HtabRecord record;
    do {
      record = HtabRecord.get(in);
      long header = HtabRecord.encode(record.index(), record.valid(), record.invalid());
      bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(header).array());
      bytes.writeBytes(in.getBytes(record.valid() * HtabRecord.ENTRY_BYTES));
    } while (!record.isEndMarker());
    return bytes.toByteArray();
  }
}
