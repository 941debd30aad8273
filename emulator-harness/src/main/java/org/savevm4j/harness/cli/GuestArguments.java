// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.HtabAccess;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.hpt.HptGeometry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code run} and {@code demo} can be told about the machine and its guest. */
final class GuestArguments {

  private static final long LEAST_MEMORY = 1L << 20;
  private static final long MOST_MEMORY = 1L << 40;
  private static final int MOST_CPUS = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "512M",
      converter = ByteSize.Converter.class,
      description = "RAM, with K, M or G (default: ${DEFAULT-VALUE}).")
  private ByteSize memory;

  @Option(
      names = "--smp",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of vCPUs (default: ${DEFAULT-VALUE}).")
  private int cpus;

  @Option(
      names = "--htab-shift",
      paramLabel = "N",
      description = "Page table of 2 to the N bytes, 18 to 36 (default: a 128th of the RAM).")
  private @Nullable Integer htabShift;

  @Option(
      names = "--resize-hpt",
      paramLabel = "STATE",
      defaultValue = "enabled",
      converter = Resizing.Converter.class,
      completionCandidates = Resizing.Converter.class,
      description =
          "Whether the guest may have its page table resized: enabled, disabled "
              + "(default: enabled).")
  private Resizing resizing;

  @Option(
      names = "--htab-backend",
      paramLabel = "NAME",
      defaultValue = "table",
      converter = HtabAccessWord.class,
      completionCandidates = HtabAccessWord.class,
      description =
          "How migration gets at the page table: table (in the process), fd (through the HTAB "
              + "channel, as QEMU does with KVM) (default: table).")
  private HtabAccess htabBackend;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "mix",
      converter = WorkloadName.class,
      completionCandidates = WorkloadName.class,
      description = "What the guest does: idle, fork, exec, mmap, mix (default: mix).")
  private Workload workload;

  @Option(
      names = "--update-rate",
      paramLabel = "N",
      description =
          "Slots of the page table that the guest changes a second, 0 for all it can "
              + "(default: run 20000, demo 50000).")
  private @Nullable Long updateRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of what the guest does by chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  Workload workload() {
    return workload;
  }

  /**
   * The options of an emulator.
   *
   * @throws ParameterException when a number is out of its bounds
   */
  EmulatorOptions toOptions(@Nullable String incoming, boolean startPaused, long usualUpdateRate) {
    long rate = updateRate == null ? usualUpdateRate : updateRate;
    check(rate);
    return new EmulatorOptions(
        memory.bytes(),
        cpus,
        htabShift,
        incoming,
        startPaused,
        resizing == Resizing.ENABLED,
        htabBackend,
        new GuestOptions(workload, rate, seed));
  }

  /** The same as arguments of {@code run}. */
  List<String> toArguments(long usualUpdateRate) {
    long rate = updateRate == null ? usualUpdateRate : updateRate;
    check(rate);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--memory=" + memory,
                "--smp=" + cpus,
                "--workload=" + workload.kebabName(),
                "--update-rate=" + rate,
                "--seed=" + seed));
    if (htabShift != null) {
      arguments.add("--htab-shift=" + htabShift);
    }
    if (resizing == Resizing.DISABLED) {
      arguments.add("--resize-hpt=disabled");
    }
    if (htabBackend != HtabAccess.TABLE) {
      arguments.add("--htab-backend=" + htabBackend.name().toLowerCase(Locale.ROOT));
    }
    return arguments;
  }

  private void check(long rate) {
    if (memory.bytes() < LEAST_MEMORY || memory.bytes() > MOST_MEMORY) {
      throw wrong("--memory", memory, "1M to 1024G");
    }
    if (memory.bytes() % LEAST_MEMORY != 0) {
      throw new ParameterException(
          spec.commandLine(), "--memory " + memory + " is not a multiple of 1M");
    }
    if (cpus < 1 || cpus > MOST_CPUS) {
      throw wrong("--smp", cpus, "1 to " + MOST_CPUS);
    }
    if (htabShift != null
        && (htabShift < HptGeometry.MIN_SHIFT || htabShift > HptGeometry.MAX_SHIFT)) {
      throw wrong(
          "--htab-shift", htabShift, HptGeometry.MIN_SHIFT + " to " + HptGeometry.MAX_SHIFT);
    }
    if (rate < 0 || rate > GuestOptions.MOST_UPDATES_PER_SECOND) {
      throw wrong("--update-rate", rate, "0 to " + GuestOptions.MOST_UPDATES_PER_SECOND);
    }
  }

  private ParameterException wrong(String option, Object value, String bounds) {
    return new ParameterException(
        spec.commandLine(), option + " " + value + " is not in " + bounds);
  }
}
