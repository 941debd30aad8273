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
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.QevmReader.Item;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

/**
 * Takes one stream apart and stages all of it; {@link #commit} makes it the machine's. The incoming
 * thread only, guest paused.
 */
public final class LoadStream implements AutoCloseable {

  /** Room for the description of a machine of thousands of devices. */
  private static final int MAX_VMDESC_BYTES = 8 << 20;

  private final QevmReader reader;
  private final List<OpenSection> sections;
  private final FullSections fullSections;
  private final LoadListener listener;

  private final LoadCalls calls;
  private final Map<SectionHeader, Opened> loaders = new LinkedHashMap<>();
  private final Map<SectionHeader, Long> downtimeNanos = new HashMap<>();
  private final SectionOrder order = new SectionOrder();
  private final List<Device> devices = new ArrayList<>();
  private final SwitchoverSteps steps = new SwitchoverSteps();
  private long devicesBegin;

  /** Loaders that are yet to clean up. */
  private final Queue<Opened> held = new ConcurrentLinkedQueue<>();

  /**
   * @param sections the live sections that may come
   * @param fullSections gets all others
   */
  public LoadStream(
      StateInput in, List<OpenSection> sections, FullSections fullSections, LoadListener listener) {
    this(in, SectionCalls.unwatched(), sections, fullSections, listener);
  }

  /**
   * The same, with sections that may never come back; {@link #load}, {@link #commit} and {@link
   * #close} belong into {@link SectionCalls#run} then.
   */
  public LoadStream(
      StateInput in,
      SectionCalls calls,
      List<OpenSection> sections,
      FullSections fullSections,
      LoadListener listener) {
    this.reader = new QevmReader(in);
    this.calls = new LoadCalls(in, calls);
    this.sections = List.copyOf(sections);
    this.fullSections = fullSections;
    this.listener = listener;
  }

  /**
   * Loads the stream to its end.
   *
   * @return its VMDESC, JSON in UTF-8, or an empty array if it has none
   * @throws LoadException if the stream is wrong
   * @throws LoadFaultException if a channel fails
   */
  public byte[] load() throws IOException {
    begin();
    boolean more;
    do {
      more = next();
    } while (more);
    try {
      byte[] vmdesc = calls.read(null, () -> reader.vmdesc(MAX_VMDESC_BYTES));
      if (!devices.isEmpty()) {
        steps.took("devices", devicesBegin);
      }
      return vmdesc;
    } catch (StreamException fault) {
      throw LoadException.of(null, fault);
    }
  }

  /** Loads what comes before the first section. */
  public void begin() throws IOException {
    try {
      long at = reader.in().position();
      listener.configuration(calls.read(null, reader::begin), at);
    } catch (StreamException fault) {
      throw LoadException.of(null, fault);
    }
  }

  /**
   * Loads the next payload or command, for who does not want all of them.
   *
   * @return false when the sections are over
   */
  public boolean next() throws IOException {
    try {
      long offset = reader.in().position();
      switch (calls.read(null, reader::next)) {
        case Item.Section section -> load(section, offset);
        case Item.Order command -> listener.command(command.command(), offset);
        case Item.End() -> {
          order.requireEnds(offset);
          return false;
        }
      }
      return true;
    } catch (StreamException fault) {
      throw LoadException.of(null, fault);
    }
  }

  /** What the source's guest stands for: END of each section, and what comes after those. */
  public SwitchoverSteps steps() {
    return steps;
  }

  /**
   * Makes everything that was staged the machine's.
   *
   * @throws LoadException if a section breaks its word that this cannot fail: the machine is
   *     neither what it was nor what it was to be then
   */
  public void commit() throws IOException {
    steps.time("commit", this::commitAll);
  }

  private void commitAll() throws IOException {
    for (Map.Entry<SectionHeader, Opened> each : loaders.entrySet()) {
      long begin = System.nanoTime();
      LiveLoader loader = each.getValue().loader;
      commit(each.getKey(), each.getValue().open, loader::commit, loader);
      took(each.getKey(), begin);
      steps.took("commit " + each.getKey(), begin);
    }
    for (Device device : devices) {
      OpenSection open = OpenSection.of(sections, device.header);
      commit(device.header, open, device.staged::apply, null);
    }
  }

  /** Figures of each section by its name, its part of the downtime among them. */
  public Map<String, List<Metric>> metrics() throws IOException {
    Map<String, List<Metric>> metrics = new HashMap<>();
    for (Map.Entry<SectionHeader, Opened> each : loaders.entrySet()) {
      SectionHeader header = each.getKey();
      LiveLoader loader = each.getValue().loader;
      List<Metric> own =
          calls.called(
              header, each.getValue().open, "metrics", () -> List.copyOf(loader.metrics()), loader);
      metrics.put(
          header.toString(), SectionDowntime.append(own, downtimeNanos.getOrDefault(header, 0L)));
    }
    return metrics;
  }

  /** A section's call was given up: its loader cleans up when it comes back, on its own thread. */
  public void forget(SectionHangException hang) {
    held.removeIf(each -> each.open.equals(hang.section()));
  }

  /**
   * Lets every loader clean up what it did not commit, and what its commit took the place of; also
   * from where a clean-up was given up. The guest may run by then.
   */
  public void cleanUp() throws IOException {
    for (Opened next = held.poll(); next != null; next = held.poll()) {
      LiveLoader loader = next.loader;
      calls.calls().call(next.open, "cleanup", SectionCalls.nothing(loader::cleanup));
    }
  }

  /** The same for who trusts the sections. */
  @Override
  public void close() {
    for (Opened next = held.poll(); next != null; next = held.poll()) {
      next.loader.cleanup();
    }
  }

  private void took(SectionHeader header, long begin) {
    downtimeNanos.merge(header, System.nanoTime() - begin, Long::sum);
  }

  private void load(Item.Section item, long offset) throws IOException {
    SectionHeader header = item.header();
    StateInput in = reader.in();
    long begin = in.position();
    switch (item.type()) {
      case START -> load(open(header, offset), LiveLoader.Part.START, header);
      case PART -> load(opened(header, offset), LiveLoader.Part.PART, header);
      case END -> {
        long end = System.nanoTime();
        load(opened(header, offset), LiveLoader.Part.END, header);
        took(header, end);
        steps.took("END " + header, end);
        order.ends(header);
      }
      default -> {
        order.requireFirst(header, offset);
        devicesBegin = devices.isEmpty() ? System.nanoTime() : devicesBegin;
        OpenSection open = OpenSection.of(sections, header);
        Staged staged =
            calls.called(
                header,
                open,
                "load",
                () -> calls.read(header, () -> fullSections.load(header, in)),
                null);
        devices.add(new Device(header, staged));
      }
    }
    long bytes = in.position() - begin;
    try {
      calls.read(
          header,
          () -> {
            reader.endSection(item);
            return item;
          });
    } catch (StreamException fault) {
      String blame = OpenSection.of(sections, header).blame("load");
      throw new LoadException(header.toString(), fault.offset(), fault.reason() + blame, fault);
    }
    listener.payload(item, bytes);
  }

  private void load(Opened opened, LiveLoader.Part part, SectionHeader header) throws IOException {
    calls.called(
        header,
        opened.open,
        "load",
        () ->
            calls.read(
                header,
                () -> {
                  opened.loader.load(reader.in(), part);
                  return part;
                }),
        opened.loader);
  }

  private void commit(
      SectionHeader header, OpenSection open, Runnable commit, @Nullable LiveLoader loader)
      throws IOException {
    calls.called(header, open, "commit", SectionCalls.nothing(commit), loader);
  }

  private Opened open(SectionHeader header, long offset) throws IOException {
    order.requireFirst(header, offset);
    OpenSection open = OpenSection.find(sections, LiveSection.class, header, offset);
    LiveSection section = (LiveSection) open.section();
    LiveLoader loader =
        calls.called(
            header,
            open,
            "newLoader",
            () -> Objects.requireNonNull(section.newLoader(header.version()), "it answers null"),
            null);
    Opened opened = new Opened(open, loader);
    loaders.put(header, opened);
    order.begins(header);
    held.add(opened);
    listener.opened(header.name(), loader);
    return opened;
  }

  private Opened opened(SectionHeader header, long offset) throws LoadException {
    order.requireOpen(header, offset);
    return Objects.requireNonNull(loaders.get(header));
  }

  /** A live section and its load. */
  private record Opened(OpenSection open, LiveLoader loader) {}

  /** A device's state that waits. */
  private record Device(SectionHeader header, Staged staged) {}
}
