// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.ramsection.RamRecords;
import org.savevm4j.harness.rewrite.PassedRam;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.QevmReader.Item;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.stream.StateInput;

/**
 * The records of a stream's table as they stand in the file, found without the code under test but
 * for the frame and the pages, which stand before them.
 */
final class TableRecords {

  private static final String HTAB = "spapr/htab";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Long> bolted = new ArrayList<>();

  /** Where the payload of END begins and ends in the file. */
  private long endBegins;

  private long endEnds;

  private TableRecords() {}

  /** Reads those of all payloads, to the table's END. */
  static TableRecords of(Path file) throws IOException {
    TableRecords records = new TableRecords();
    try (FileChannel channel = FileChannel.open(file)) {
      records.read(new QevmReader(new StateInput(channel)));
    }
    return records;
  }

  /** All records, without header words and end markers, in their order. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Makes every bolted entry of a file an invalid one, in place; answers how many there were. */
  static int dropBolted(Path file) throws IOException {
    List<Long> offsets = of(file).bolted;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer dword = ByteBuffer.allocate(Long.BYTES);
      for (long offset : offsets) {
        channel.read(dword.clear(), offset);
        dword.putLong(0, dword.getLong(0) & ~Hpte.V_VALID);
        channel.write(dword.flip(), offset);
      }
    }
    return offsets.size();
  }

  /** Writes a file anew with these records, and no others, in the payload of the table's END. */
  static void graft(Path file, byte[] records, Path out) throws IOException {
    TableRecords before = of(file);
    byte[] host = Files.readAllBytes(file);
    int ends = Math.toIntExact(before.endEnds);
    ByteBuffer grafted =
        ByteBuffer.allocate(
            Math.toIntExact(before.endBegins)
                + Integer.BYTES
                + records.length
                + Long.BYTES
                + host.length
                - ends);
    grafted.put(host, 0, Math.toIntExact(before.endBegins));
    grafted.putInt(0).put(records).putLong(0).put(host, ends, host.length - ends);
    Files.write(out, grafted.array());
  }

  private void read(QevmReader reader) throws IOException {
    RamRecords ram = new RamRecords(new PassedRam());
    reader.begin();
    while (true) {
      switch (reader.next()) {
        case Item.Section section -> {
          boolean table = section.header().name().equals(HTAB);
          if (table) {
            endBegins = reader.in().position();
            readPayload(reader.in());
            endEnds = reader.in().position();
          } else {
            ram.get(reader.in(), section.type() == RecordType.START ? Part.START : Part.PART);
          }
          reader.endSection(section);
          if (table && section.type() == RecordType.END) {
            return;
          }
        }
        case Item.Order _ -> {
          // nothing of the table
        }
        case Item.End _ -> throw new IOException("the stream has no table");
      }
    }
  }

  private void readPayload(StateInput in) throws IOException {
    if (in.getBe32() != 0) {
      return;
    }
    for (long header = in.getBe64(); header != 0; header = in.getBe64()) {
      put(header);
      int valid = (int) (header >>> 16) & 0xffff;
      for (int i = 0; i < valid; i++) {
        long offset = in.position();
        long dword0 = in.getBe64();
        if ((dword0 & Hpte.V_BOLTED) != 0) {
          bolted.add(offset);
        }
        put(dword0);
        put(in.getBe64());
      }
    }
  }

  private void put(long dword) {
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(dword).array());
  }
}
