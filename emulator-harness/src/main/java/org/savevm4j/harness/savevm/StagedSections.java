// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.state.Staged;

/**
 * What one load has staged: loaders and devices, until the machine has all of it and each loader
 * has cleaned up. The incoming thread only, but for what is said to be for others.
 */
final class StagedSections {

  private final LoadCalls calls;
  private final SwitchoverSteps steps;
  private final Map<SectionHeader, Opened> loaders = new LinkedHashMap<>();
  private final Map<SectionHeader, Long> downtimeNanos = new HashMap<>();
  private final List<Device> devices = new ArrayList<>();
  private volatile boolean commitUnderWay;

  /** Loaders that are yet to clean up. */
  private final Queue<Opened> held = new ConcurrentLinkedQueue<>();

  /**
   * @param steps hears how long the commit of each loader took
   */
  StagedSections(LoadCalls calls, SwitchoverSteps steps) {
    this.calls = calls;
    this.steps = steps;
  }

  /** A live section's load begins. */
  Opened begin(SectionHeader header, OpenSection open, LiveLoader loader) {
    Opened opened = new Opened(header, open, loader);
    loaders.put(header, opened);
    held.add(opened);
    return opened;
  }

  /** The load that has begun under this header. */
  Opened opened(SectionHeader header) {
    return Objects.requireNonNull(loaders.get(header));
  }

  /** A device's state is here. */
  void device(SectionHeader header, OpenSection open, Staged staged) {
    devices.add(new Device(header, open, staged));
  }

  boolean hasDevices() {
    return !devices.isEmpty();
  }

  /** The section took the time since {@code begin}, of {@link System#nanoTime}, guest paused. */
  void took(SectionHeader header, long begin) {
    downtimeNanos.merge(header, System.nanoTime() - begin, Long::sum);
  }

  /**
   * Makes it the machine's. That every section can be called is known before the first is changed.
   */
  void commit() throws IOException {
    for (Opened each : loaders.values()) {
      each.open.requireNoHang();
    }
    for (Device each : devices) {
      each.open.requireNoHang();
    }
    commitUnderWay = true;
    for (Opened each : loaders.values()) {
      long begin = System.nanoTime();
      LiveLoader loader = each.loader;
      commit(each.header, each.open, loader::commit, loader);
      took(each.header, begin);
      steps.took("commit " + each.header, begin);
    }
    for (Device each : devices) {
      commit(each.header, each.open, each.staged::apply, null);
    }
    commitUnderWay = false;
  }

  /** Whether a commit has begun and has not come to its end. Any thread. */
  boolean commitUnderWay() {
    return commitUnderWay;
  }

  /** Figures of each section by its name, its part of the downtime among them. */
  Map<String, List<Metric>> metrics() throws IOException {
    Map<String, List<Metric>> metrics = new HashMap<>();
    for (Opened each : loaders.values()) {
      LiveLoader loader = each.loader;
      List<Metric> own =
          calls.called(
              each.header,
              each.open,
              "metrics",
              () -> List.copyOf(loader.metrics()),
              _ -> LoadCalls.cleanUpLate(loader));
      metrics.put(
          each.header.toString(),
          SectionDowntime.append(own, downtimeNanos.getOrDefault(each.header, 0L)));
    }
    return metrics;
  }

  /** The loaders of a section are cleaned up elsewhere. Any thread. */
  void forget(OpenSection section) {
    held.removeIf(each -> each.open.equals(section));
  }

  /** Has loaders clean up until one breaks; those that come after it are left for the next call. */
  void cleanUp() throws IOException {
    for (Opened next = held.poll(); next != null; next = held.poll()) {
      LiveLoader loader = next.loader;
      calls.called(
          next.header, next.open, "cleanup", SectionCalls.nothing(loader::cleanup), _ -> {});
    }
  }

  /** The same for who trusts the sections. */
  void cleanUpUnwatched() {
    for (Opened next = held.poll(); next != null; next = held.poll()) {
      next.loader.cleanup();
    }
  }

  private void commit(
      SectionHeader header, OpenSection open, Runnable commit, @Nullable LiveLoader loader)
      throws IOException {
    calls.called(
        header,
        open,
        OpenSection.COMMIT,
        SectionCalls.nothing(commit),
        _ -> LoadCalls.cleanUpLate(loader));
  }

  /** A live section and its load. */
  record Opened(SectionHeader header, OpenSection open, LiveLoader loader) {}

  /** A device's state that waits. */
  private record Device(SectionHeader header, OpenSection open, Staged staged) {}
}
