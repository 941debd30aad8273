// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.devices.MachineDevices;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.stream.StateInput;

/** A machine without a guest of its own, into which streams are loaded as a destination does it. */
final class LoadTarget implements AutoCloseable {

  static final String MACHINE_TYPE = "pseries-10.0";

  private final PseriesMachine machine;
  private final List<OpenSection> sections;
  private final Set<String> known = new HashSet<>(Set.of(Configuration.SECTION_CHECKSUM));

  LoadTarget(long memoryBytes) {
    int shift = MachineConfig.htabShiftFor(memoryBytes);
    machine = new PseriesMachine(new MachineConfig(memoryBytes, shift, shift, 1, MACHINE_TYPE));
    Services services = new Services(Map.of(HtabBackend.class, new TableBackend(machine.hpt())));
    List<OpenSection> open = new ArrayList<>();
    open.add(new OpenSection(RamSection.NAME, 0, new RamSection(machine.ram())));
    for (SectionProvider provider : SectionRegistry.read().providers()) {
      open.add(OpenSection.of(provider, services));
    }
    open.addAll(new MachineDevices(machine).sections());
    sections = List.copyOf(open);
    for (OpenSection section : sections) {
      known.addAll(section.capabilities());
    }
  }

  List<OpenSection> sections() {
    return sections;
  }

  /**
   * Loads a stream to its end, and gives up what was staged.
   *
   * @param checksums whether the capability is on here
   * @param watch hears what comes
   * @throws IOException if the load refuses the stream
   */
  void load(StateInput in, boolean checksums, Watch watch) throws IOException {
    load(in, checksums, watch, false);
  }

  /** The same, and the machine is what the stream says afterwards. */
  void loadAndCommit(StateInput in, boolean checksums) throws IOException {
    load(in, checksums, Watch.NONE, true);
  }

  private void load(StateInput in, boolean checksums, Watch watch, boolean commit)
      throws IOException {
    try (LoadStream load =
        new LoadStream(
            in, sections, new DeviceSections(sections), new Listener(checksums, watch))) {
      load.load();
      if (commit) {
        load.commit();
      }
    }
  }

  @Override
  public void close() {
    machine.close();
  }

  /** Hears what has come, its checksum included. */
  interface Watch {

    Watch NONE =
        new Watch() {
          @Override
          public void configuration() {}

          @Override
          public void section(String name, boolean device, long payloadBytes) {}

          @Override
          public void command() {}
        };

    void configuration();

    void section(String name, boolean device, long payloadBytes);

    void command();
  }

  /** Judges as an incoming migration does. */
  private final class Listener implements LoadListener {

    private final Set<String> on;
    private final Watch watch;

    Listener(boolean checksums, Watch watch) {
      this.on = checksums ? Set.of(Configuration.SECTION_CHECKSUM) : Set.of();
      this.watch = watch;
    }

    @Override
    public void configuration(Configuration configuration, long offset) throws IOException {
      ConfigurationCheck.require(configuration, offset, known);
      String difference = ConfigurationCheck.difference(configuration.capabilities(), on, known);
      if (difference != null) {
        throw new IOException(difference);
      }
      watch.configuration();
    }

    @Override
    public void payload(QevmReader.Item.Section item, long bytes) {
      boolean device =
          switch (item.type()) {
            case START, PART, END -> false;
            default -> true;
          };
      watch.section(item.header().name(), device, bytes);
    }

    @Override
    public void command(Command command, long offset) throws IOException {
      if (command.code() != Command.SWITCHOVER_START) {
        throw command.refused(offset, Command.SWITCHOVER_START + " in a file");
      }
      watch.command();
    }
  }
}
