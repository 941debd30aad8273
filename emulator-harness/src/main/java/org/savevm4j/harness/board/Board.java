// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.devices.MachineDevices;
import org.savevm4j.harness.guest.GuestBootException;
import org.savevm4j.harness.guest.GuestCheck;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.guest.GuestEvent;
import org.savevm4j.harness.guest.GuestKernel;
import org.savevm4j.harness.guest.GuestStatus;
import org.savevm4j.harness.guest.NoGuestException;
import org.savevm4j.harness.machine.HcallWatch;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionHangException;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.SectionRegistryException;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.harness.snapshot.SnapshotMachine;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.qevm.Configuration;

/** A machine, what is plugged into it, and its guest. Used with the guest paused. */
final class Board implements AutoCloseable {

  private static final String MACHINE_TYPE = "pseries-10.0";

  private final EmulatorOptions options;
  private final PseriesMachine machine;
  private final MachineDevices devices;
  private final List<OpenSection> sections;

  /**
   * @throws SectionRegistryException if a section has no provider, or two, or does not open
   */
  Board(EmulatorOptions options) {
    this.options = options;
    SectionRegistry registry = SectionRegistry.read(options.plugins());
    registry.provider(SectionRegistry.HTAB);
    this.machine = new PseriesMachine(config(options));
    this.devices = new MachineDevices(machine);
    boolean whole = false;
    try {
      Services services = new Services(Map.of(HtabBackend.class, htabBackend()));
      this.sections = openSections(registry, services);
      whole = true;
    } finally {
      if (!whole) {
        machine.close();
      }
    }
  }

  PseriesMachine machine() {
    return machine;
  }

  MachineDevices devices() {
    return devices;
  }

  /** In the order of the stream: RAM, what plugins bring, devices. */
  List<OpenSection> sections() {
    return sections;
  }

  /** What another machine must be to load this one's snapshots. */
  SnapshotMachine snapshotMachine() {
    MachineConfig made = machine.config();
    return new SnapshotMachine(made.machineType(), made.memoryBytes(), made.cpus());
  }

  MachineInfo info() {
    return new MachineInfo(
        machine.config().machineType(),
        machine.config().memoryBytes(),
        machine.vcpus().stream().map(Vcpu::hostThread).toList(),
        options.htabBackend());
  }

  /** Names of the capabilities that change the stream: its frame's, and those of the sections. */
  Set<String> capabilities() {
    return Stream.concat(
            Stream.of(Configuration.SECTION_CHECKSUM),
            sections.stream().flatMap(section -> section.capabilities().stream()))
        .collect(Collectors.toSet());
  }

  List<SectionInfo> sectionInfos() {
    return sections.stream()
        .map(
            open ->
                new SectionInfo(
                    open.name(), open.instance(), open.section().versions(), open.origin()))
        .toList();
  }

  /** The guest's table, or null: it has none. Also while the guest runs. */
  @Nullable TableInfo table() {
    try (HptLease lease = machine.hpt().lease()) {
      HashPageTable table = lease.table();
      return table == null ? null : TableInfo.of(table);
    }
  }

  void boot() throws EmulatorException {
    try {
      machine.load(GuestKernel.boot(machine, options.guest()));
    } catch (GuestBootException failed) {
      throw new EmulatorException(String.valueOf(failed.getMessage()), failed);
    }
  }

  /** Finds the guest that a stream brought; answers whether there is one that this machine runs. */
  boolean attachGuest() {
    try {
      machine.load(GuestKernel.attach(machine));
      return true;
    } catch (NoGuestException _) {
      return false;
    }
  }

  /** Answers the vCPUs, all of which it told. */
  List<Vcpu> watch(@Nullable HcallWatch next) {
    machine.vcpus().forEach(vcpu -> vcpu.watch(next));
    return machine.vcpus();
  }

  GuestCheckResult checkGuest() throws EmulatorException {
    try (HptLease lease = machine.hpt().lease()) {
      return GuestCheck.check(machine.ram().current(), lease.table());
    } catch (NoGuestException none) {
      throw new EmulatorException(String.valueOf(none.getMessage()), none);
    }
  }

  GuestStatus guestStatus() throws EmulatorException {
    try {
      return GuestKernel.status(machine.ram().current());
    } catch (NoGuestException none) {
      throw new EmulatorException(String.valueOf(none.getMessage()), none);
    }
  }

  void askGuest(GuestEvent event) throws EmulatorException {
    try {
      GuestKernel.request(machine, event);
    } catch (NoGuestException none) {
      throw new EmulatorException(String.valueOf(none.getMessage()), none);
    }
  }

  void reset() throws EmulatorException {
    try {
      for (OpenSection section : sections) {
        section.requireNoCommit();
      }
      machine.resetTable();
      GuestKernel.reboot(machine);
    } catch (SectionHangException | NoGuestException | GuestBootException failed) {
      throw new EmulatorException(String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public void close() {
    machine.close();
  }

  private HtabBackend htabBackend() {
    return switch (options.htabBackend()) {
      case TABLE -> new TableBackend(machine.hpt());
      case FD -> new ChannelBackend(BoardChannels.on(machine));
    };
  }

  private List<OpenSection> openSections(SectionRegistry registry, Services services) {
    List<OpenSection> open = new ArrayList<>();
    open.add(new OpenSection(RamSection.NAME, 0, new RamSection(machine.ram())));
    open.addAll(registry.open(services));
    open.addAll(devices.sections());
    OpenSection.requireEachOnce(open);
    return List.copyOf(open);
  }

  private static MachineConfig config(EmulatorOptions options) {
    int usual = MachineConfig.htabShiftFor(options.memoryBytes());
    Integer wanted = options.htabShift();
    int shift = wanted == null ? usual : wanted;
    return new MachineConfig(
        options.memoryBytes(),
        shift,
        Math.max(usual, shift),
        options.cpus(),
        MACHINE_TYPE,
        options.resizeHpt());
  }
}
