// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.rewrite.PassedTable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Section spapr/htab of a stream, replayed: the slots that a payload tells are stored into a table
 * as a guest would, and then a pass of our own section over that table must put the same bytes. A
 * payload in which the sender went over the table's end, or came to slots that changed behind it,
 * is as many passes.
 */
final class ReplayedSection implements LiveSection {

  private final LiveSection section;
  private final PassedTable host;
  private final ByteArrayOutputStream put = new ByteArrayOutputStream();
  private final StateOutput out = new StateOutput(Channels.newChannel(put));

  private int payloads;
  private int passes;
  private int records;
  private int emptied;

  /**
   * @param host whose table {@code section} saves; the table of START is made there
   */
  ReplayedSection(LiveSection section, PassedTable host) {
    this.section = section;
    this.host = host;
  }

  /** Payloads that told anything. */
  int payloads() {
    return payloads;
  }

  int passes() {
    return passes;
  }

  int records() {
    return records;
  }

  /** Slots that were told as empty. */
  int emptied() {
    return emptied;
  }

  /** The table as it stands. */
  byte[] table() {
    HashPageTable table = host.lease().table();
    return table == null ? new byte[0] : table.memory().toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public VersionRange versions() {
    return section.versions();
  }

  @Override
  public Set<String> capabilities() {
    return section.capabilities();
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    throw new UnsupportedOperationException("it is the loader that saves");
  }

  @Override
  public LiveLoader newLoader(long version) {
    return new Replay();
  }

  private record Told(HtabRecord header, byte[] entries) {}

  private final class Replay implements LiveLoader {

    private @Nullable LiveSaver saver;
    private @Nullable HashPageTable table;

    @Override
    public void load(StateInput in, Part part) throws IOException {
      int word = in.getBe32();
      if (part == Part.START) {
        start(word);
        return;
      }
      LiveSaver saver = Objects.requireNonNull(this.saver);
      assertEquals(0, word, "header word");
      List<List<Told>> all = passesOf(in);
      for (List<Told> pass : all) {
        pass.forEach(this::store);
        saver.iterate(out, Budget.unlimited());
        assertArrayEquals(bytes(pass), taken(), () -> "pass " + passes + ", " + part);
        passes++;
      }
      payloads += all.isEmpty() ? 0 : 1;
      if (part == Part.END) {
        saver.complete(out);
        assertArrayEquals(bytes(List.of()), taken(), "nothing is left");
      }
    }

    private void start(int shift) throws IOException {
      HashPageTable empty = host.allocate(new HptGeometry(shift));
      host.adopt(empty);
      table = empty;
      LiveSaver begun = section.newSaver(Set.of());
      saver = begun;
      begun.setup(out);
      assertArrayEquals(ByteBuffer.allocate(Integer.BYTES).putInt(shift).array(), taken());
    }

    private List<List<Told>> passesOf(StateInput in) throws IOException {
      List<List<Told>> all = new ArrayList<>();
      HtabRecord before = null;
      HtabRecord header = HtabRecord.get(in);
      while (!header.isEndMarker()) {
        if (before == null || !mayFollow(before, header)) {
          all.add(new ArrayList<>());
        }
        all.getLast().add(new Told(header, in.getBytes(header.valid() * HtabRecord.ENTRY_BYTES)));
        records++;
        emptied += header.invalid();
        before = header;
        header = HtabRecord.get(in);
      }
      return all;
    }

    /** Whether one pass over a table that stands still tells one record after the other. */
    private boolean mayFollow(HtabRecord before, HtabRecord next) {
      return next.index() > before.end()
          || (next.index() == before.end() && before.invalid() > 0 && next.valid() > 0);
    }

    private void store(Told told) {
      HashPageTable into = Objects.requireNonNull(table);
      ByteBuffer entries = ByteBuffer.wrap(told.entries);
      for (long slot = told.header.index(); slot < told.header.end(); slot++) {
        into.lock(slot);
        boolean valid = entries.hasRemaining();
        into.store(slot, valid ? entries.getLong() : 0, valid ? entries.getLong() : 0);
      }
    }

    private byte[] bytes(List<Told> pass) {
      int length = pass.stream().mapToInt(told -> told.header.bytes()).sum();
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + length + Long.BYTES).putInt(0);
      for (Told told : pass) {
        HtabRecord header = told.header;
        bytes.putLong(HtabRecord.encode(header.index(), header.valid(), header.invalid()));
        bytes.put(told.entries);
      }
      return bytes.array();
    }

    /** What was put since the last time. */
    private byte[] taken() throws IOException {
      out.flush();
      byte[] bytes = put.toByteArray();
      put.reset();
      return bytes;
    }

    @Override
    public void commit() {
      // the table is the host's already
    }

    @Override
    public List<Metric> metrics() {
      return List.of();
    }

    @Override
    public void cleanup() {
      if (saver != null) {
        saver.cleanup();
      }
    }
  }
}
