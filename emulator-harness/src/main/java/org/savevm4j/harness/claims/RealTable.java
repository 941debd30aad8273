// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabApplier;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * A real guest's table as its stream told it: the passes, and the table that came of them. A pass
 * ends where an index goes back: the stream does not mark it.
 */
final class RealTable implements AutoCloseable {

  private final String name;
  private final HashPageTable table;
  private final List<RecordTally> passes;

  private RealTable(String name, HashPageTable table, List<RecordTally> passes) {
    this.name = name;
    this.table = table;
    this.passes = List.copyOf(passes);
  }

  /**
   * Reads one of the streams that the harness has.
   *
   * @return null if its guest has no table
   */
  static @Nullable RealTable read(String name) throws IOException {
    try (StateInput in = new StateInput(Channels.newChannel(RealTables.open(name)))) {
      return read(name, in);
    }
  }

  /** Reads a stream of section spapr/htab alone. */
  static @Nullable RealTable read(String name, StateInput in) throws IOException {
    QevmReader reader = new QevmReader(in);
    reader.begin();
    Walk walk = new Walk(in);
    while (reader.next() instanceof QevmReader.Item.Section section) {
      walk.payload();
      reader.endSection(section);
    }
    HashPageTable table = walk.table;
    return table == null ? null : new RealTable(name, table, walk.passes);
  }

  String name() {
    return name;
  }

  /** The table at the stream's end, with the bits that the host sent. */
  HashPageTable table() {
    return table;
  }

  /** The first pass. */
  RecordTally firstPass() {
    return passes.getFirst();
  }

  /** All passes but the first, added up. */
  RecordTally laterPasses() {
    RecordTally sum = new RecordTally();
    passes.subList(1, passes.size()).forEach(sum::add);
    return sum;
  }

  /** How many passes sent anything. */
  int passes() {
    return passes.size();
  }

  @Override
  public void close() {
    table.free();
  }

  /** Header words of section spapr/htab: -1 no table, 0 records, otherwise log2 of the bytes. */
  private static final class Walk {

    private final StateInput in;
    private final List<RecordTally> passes = new ArrayList<>();
    private @Nullable HashPageTable table;
    private @Nullable HtabApplier applier;
    private long next;

    Walk(StateInput in) {
      this.in = in;
    }

    void payload() throws IOException {
      long at = in.position();
      int word = in.getBe32();
      if (word > 0) {
        if (table != null) {
          throw new MalformedStreamException(at, "header word", "a second shift", "one table");
        }
        table = new HashPageTable(new HptGeometry(word), SparseArena.ofShared());
        applier = new HtabApplier(table, 0);
      } else if (word == 0) {
        records(at);
      }
    }

    private void records(long headerAt) throws IOException {
      HtabApplier into = applier;
      if (into == null) {
        throw new MalformedStreamException(headerAt, "header word", "0", "a shift before it");
      }
      for (long at = in.position(); ; at = in.position()) {
        HtabRecord record = HtabRecord.get(in);
        if (record.isEndMarker()) {
          return;
        }
        into.apply(record, at, in::get);
        if (passes.isEmpty() || record.index() < next) {
          passes.add(new RecordTally());
        }
        passes.getLast().add(record);
        next = record.index() + record.valid() + record.invalid();
      }
    }
  }
}
