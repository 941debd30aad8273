// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Section spapr/htab on its way: lets the section load each payload, and puts what follows in its
 * place. A payload begins with a be32 header word; any but 0 is all there is, and is carried as it
 * is, since it names a table that is empty yet, or none.
 */
final class RewrittenSection implements LiveSection {

  /** Header word of an iteration: records follow, then eight zero bytes. */
  private static final int ITERATION = 0;

  private static final long END_MARKER = 0;

  private final LiveSection section;
  private final PassedTable table;
  private final Passage passage;
  private final boolean boltedOnly;

  /** Capabilities of the stream. */
  private Set<String> enabled = Set.of();

  private boolean ended;
  private long recordBytesIn;
  private long recordBytesOut;
  private long dropped;
  private List<Metric> loaded = List.of();
  private List<Metric> saved = List.of();

  RewrittenSection(LiveSection section, PassedTable table, Passage passage, boolean boltedOnly) {
    this.section = section;
    this.table = table;
    this.passage = passage;
    this.boltedOnly = boltedOnly;
  }

  /** Saves as the stream's source did. */
  void enable(Collection<String> capabilities) {
    enabled = Set.copyOf(capabilities);
  }

  /** Whether END has passed: no more of the section can come. */
  boolean ended() {
    return ended;
  }

  RewriteFigures figures() {
    return new RewriteFigures(recordBytesIn, recordBytesOut, loaded, saved, dropped);
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
    throw new UnsupportedOperationException("a table that passes is saved as it passes");
  }

  @Override
  public LiveLoader newLoader(long version) {
    return new Rewriter(section.newLoader(version), version);
  }

  private void saveAll(long version) throws IOException {
    LiveSaver saver = section.newSaver(enabled);
    try {
      if (saver.version() != version) {
        throw new IOException(
            "the section would be saved in version %d, but the stream has named version %d"
                .formatted(saver.version(), version));
      }
      // the stream has its own START already
      saver.setup(new StateOutput(Channels.newChannel(OutputStream.nullOutputStream())));
      saver.complete(passage.out());
      saved = saver.metrics();
    } finally {
      saver.cleanup();
    }
  }

  private final class Rewriter implements LiveLoader {

    private final LiveLoader loader;
    private final long version;

    Rewriter(LiveLoader loader, long version) {
      this.loader = loader;
      this.version = version;
    }

    @Override
    public void load(StateInput in, Part part) throws IOException {
      if (part == Part.START || !isIteration(in)) {
        loader.load(in, part);
      } else {
        long begin = in.position();
        passage.drop();
        loader.load(in, part);
        passage.carry();
        recordBytesIn += in.position() - begin;
        begin = passage.out().position();
        if (part == Part.END) {
          loader.commit();
          dropped = boltedOnly ? table.dropUnbolted() : 0;
          saveAll(version);
        } else {
          passage.out().putBe32(ITERATION);
          passage.out().putBe64(END_MARKER);
        }
        recordBytesOut += passage.out().position() - begin;
      }
      loaded = loader.metrics();
      ended = part == Part.END;
    }

    @Override
    public void commit() {
      // done at END
    }

    @Override
    public List<Metric> metrics() {
      return loader.metrics();
    }

    @Override
    public void cleanup() {
      loader.cleanup();
    }

    /** Whether the header word that comes next is that of an iteration; not if it is cut. */
    private boolean isIteration(StateInput in) throws IOException {
      for (int i = 0; i < Integer.BYTES; i++) {
        if (in.peek8(i) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
