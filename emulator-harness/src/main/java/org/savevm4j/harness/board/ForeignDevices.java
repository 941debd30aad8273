// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.CpuStates;
import org.savevm4j.harness.analyze.LookAhead;
import org.savevm4j.harness.analyze.VmdescWalk;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.FullSections;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.Staged;
import org.savevm4j.state.StateDescription;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * Loads the devices of a stream into those of this machine, until one comes that it does not have.
 * Then the VMDESC at the stream's end says whether the stream is of this kind of machine, which is
 * an error, or of another, such as a whole pseries: then all devices from there on are delimited by
 * the VMDESC and kept aside, and of the CPUs only what a translation needs is taken.
 *
 * <p>An emulator of a whole pseries sends its interrupt controller before any CPU, so that no
 * device of a known name but another layout is loaded as one of this machine. The incoming thread
 * only.
 */
final class ForeignDevices implements FullSections {

  private final LookAhead channel;
  private final List<OpenSection> sections;
  private final DeviceSections own;
  private final List<Vcpu> vcpus;
  private final BooleanSupplier ownOnly;
  private final CpuStates cpus = new CpuStates();
  private final List<KeptSection> kept = new ArrayList<>();
  private @Nullable VmdescWalk walk;

  /**
   * @param channel what the stream is read from
   * @param ownOnly whether the stream is of one of this kind, so that a device which is missing
   *     here is an error; asked when the configuration is known
   */
  ForeignDevices(
      LookAhead channel, List<OpenSection> sections, List<Vcpu> vcpus, BooleanSupplier ownOnly) {
    this.channel = channel;
    this.sections = sections;
    this.own = new DeviceSections(sections);
    this.vcpus = vcpus;
    this.ownOnly = ownOnly;
  }

  /** What this machine does not have, in the order of the stream; empty if it has all. */
  List<KeptSection> kept() {
    return List.copyOf(kept);
  }

  @Override
  public Staged load(SectionHeader header, StateInput in) throws IOException {
    VmdescWalk foreign = walk;
    if (foreign == null) {
      if (ownOnly.getAsBoolean() || has(header)) {
        return own.load(header, in);
      }
      JsonNode vmdesc = channel.vmdesc(header, in);
      if (describesThisKind(vmdesc)) {
        // refuses: a section is missing here
        return own.load(header, in);
      }
      foreign = new VmdescWalk(vmdesc, cpus);
      walk = foreign;
    }
    long begin = in.position();
    foreign.load(header, in);
    kept.add(
        new KeptSection(header.toString(), header.version(), channel.bytes(begin, in.position())));
    return this::setCpus;
  }

  private boolean has(SectionHeader header) {
    return find(header.name(), header.instance()) != null;
  }

  private @Nullable DeviceSection<?> find(String name, long instance) {
    for (OpenSection open : sections) {
      if (open.name().equals(name)
          && open.instance() == instance
          && open.section() instanceof DeviceSection<?> device) {
        return device;
      }
    }
    return null;
  }

  /** Whether the devices that the stream shares with this machine have the same fields here. */
  private boolean describesThisKind(JsonNode vmdesc) {
    for (JsonNode device : vmdesc.path("devices")) {
      DeviceSection<?> same =
          find(device.path("name").asString(""), device.path("instance_id").asLong(0));
      if (same != null
          && !same.describe().fields().stream()
              .map(StateDescription.FieldDescription::name)
              .toList()
              .equals(
                  device
                      .path("fields")
                      .valueStream()
                      .map(f -> f.path("name").asString(""))
                      .toList())) {
        return false;
      }
    }
    return true;
  }

  private void setCpus() {
    for (Vcpu vcpu : vcpus) {
      CpuStates.Cpu came = cpus.cpu(vcpu.index());
      if (came != null) {
        vcpu.msr(came.msr());
        vcpu.slb().set(came.slb());
      }
    }
  }
}
