// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionCalls;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;

/**
 * One snapshot being loaded. Its stream has been verified; still, all of it is staged beside the
 * machine and committed when all was right, as with any stream. The loading thread only.
 */
final class SnapshotLoad implements LoadListener {

  private final Board board;
  private final Snapshot snapshot;
  private final SeekableByteChannel channel;
  private final LongSupplier limitMillis;
  private final Consumer<String> warn;
  private final Set<String> came = new HashSet<>();

  /**
   * @param channel at the stream's start
   * @param limitMillis how long a section may do nothing
   * @param warn hears why a section did not clean up
   */
  SnapshotLoad(
      Board board,
      Snapshot snapshot,
      SeekableByteChannel channel,
      LongSupplier limitMillis,
      Consumer<String> warn) {
    this.board = board;
    this.snapshot = snapshot;
    this.channel = channel;
    this.limitMillis = limitMillis;
    this.warn = warn;
  }

  /** Refuses another machine's stream by its header; the guest may run. */
  void checkHeader() throws IOException {
    StateInput in = new StateInput(channel);
    configuration(new QevmReader(in).begin(), 0);
    channel.position(0);
  }

  /**
   * Makes the machine what it was; guest stopped.
   *
   * @throws PartLoadedException if a section failed when that had begun
   * @throws IOException if it cannot be for any other reason; the machine is as it was before then
   */
  void load() throws IOException {
    SectionCalls calls = SectionCalls.watched(limitMillis);
    LoadStream load =
        new LoadStream(
            new StateInput(calls.around(channel)),
            calls,
            board.sections(),
            new DeviceSections(board.sections()),
            this);
    GuardedLoad guarded = new GuardedLoad("loadvm", load, calls);
    try {
      guarded.run(
          () -> {
            load.load();
            requireAll();
            load.commit();
          });
    } catch (IOException | RuntimeException | Error broken) {
      if (load.leavesMachineInPart()) {
        throw new PartLoadedException(broken);
      }
      throw broken;
    } finally {
      // what the machine is does not change by that
      guarded.cleanUp(warn);
    }
  }

  @Override
  public void configuration(Configuration configuration, long offset) throws IOException {
    ConfigurationCheck.require(configuration, offset, board.capabilities());
    String type = snapshot.machine().type();
    if (!configuration.machine().equals(type)) {
      throw new IOException(
          "its stream is of a machine %s, its index says %s"
              .formatted(configuration.machine(), type));
    }
  }

  @Override
  public void payload(QevmReader.Item.Section item, long bytes) {
    SectionHeader header = item.header();
    came.add(key(header.name(), header.instance()));
  }

  @Override
  public void command(Command command, long offset) throws IOException {
    if (command.code() != Command.SWITCHOVER_START) {
      throw command.refused(offset, Command.SWITCHOVER_START + " in the stream of a snapshot");
    }
  }

  /** A section that keeps its state would not go with those that were loaded. */
  private void requireAll() throws IOException {
    for (OpenSection section : board.sections()) {
      if (!came.contains(key(section.name(), section.instance()))) {
        throw new IOException("it has no section " + section.label() + ", which this machine has");
      }
    }
  }

  private static String key(String name, long instance) {
    return name + '\0' + instance;
  }
}
