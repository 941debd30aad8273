// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.SectionHost;

/** Loads payloads of section spapr/htab into a host that has nothing else. */
final class HtabRuns {

  /** Versions of the section. */
  static final long CLASSIC = 1;

  static final long PACKED = 2;

  private final CountingTables tables = new CountingTables();
  private final LiveRuns runs;

  private HtabRuns(Function<HptHost, HtabBackend> access, long version) {
    LiveSection section =
        (LiveSection)
            SectionRegistry.read().provider("spapr/htab").open(host(access.apply(tables)));
    runs = new LiveRuns(section, version, tables::digest);
  }

  /** Into the table in the process. */
  static HtabRuns ofTable(long version) {
    return new HtabRuns(TableBackend::new, version);
  }

  /** Through the HTAB channel. */
  static HtabRuns ofChannel(long version) {
    return new HtabRuns(
        host -> new ChannelBackend(new TableChannels(host, new Stopped(), ByteOrder.nativeOrder())),
        version);
  }

  /** Loads, or sees that it is refused and changed nothing; and that no table is left over. */
  void run(byte[] payloads) throws IOException {
    runs.run(payloads);
    if (tables.staged() != 0) {
      throw new AssertionError(tables.staged() + " tables were staged and never given back");
    }
  }

  private static SectionHost host(HtabBackend backend) {
    return new SectionHost() {
      @Override
      public <S> S service(Class<S> type) {
        return type.cast(backend);
      }
    };
  }

  /** A machine whose vCPUs do not run. */
  private static final class Stopped implements ChannelMachine {

    @Override
    public boolean vcpusRun() {
      return false;
    }

    @Override
    public boolean hasPageSize(long dword0, long dword1) {
      @Nullable PageSize size = PageSize.of(dword0, dword1);
      return size != null;
    }

    @Override
    public void tableWritten() {
      // nobody keeps translations
    }
  }
}
