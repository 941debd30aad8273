// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Map<SectionHeader, LiveLoader> loaders = new LinkedHashMap<>();
  private final Map<SectionHeader, Long> downtimeNanos = new HashMap<>();
  private final Set<SectionHeader> ended = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Staged> devices = new ArrayList<>();
  private final SwitchoverSteps steps = new SwitchoverSteps();
  private long devicesBegin;

  /**
   * @param sections the live sections that may come
   * @param fullSections gets all others
   */
  public LoadStream(
      StateInput in, List<OpenSection> sections, FullSections fullSections, LoadListener listener) {
    this.reader = new QevmReader(in);
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
      byte[] vmdesc = read(null, () -> reader.vmdesc(MAX_VMDESC_BYTES));
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
      listener.configuration(read(null, reader::begin), at);
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
      switch (read(null, reader::next)) {
        case Item.Section section -> load(section, offset);
        case Item.Order order -> listener.command(order.command(), offset);
        case Item.End() -> {
          requireEnds(offset);
          return false;
        }
      }
      return true;
    } catch (StreamException fault) {
      throw LoadException.of(null, fault);
    }
  }

  /** Makes everything that was staged the machine's. Cannot fail. */
  public void commit() {
    long begin = System.nanoTime();
    loaders.forEach((header, loader) -> timed(header, loader::commit));
    devices.forEach(Staged::apply);
    steps.took("commit", begin);
  }

  /** What the source's guest stands for: END of each section, and what comes after those. */
  public SwitchoverSteps steps() {
    return steps;
  }

  /**
   * Lets every loader clean up what it did not commit, and what its commit took the place of. The
   * guest may run by then.
   */
  @Override
  public void close() {
    loaders.values().forEach(LiveLoader::cleanup);
  }

  /** Figures of each section by its name, its part of the downtime among them. */
  public Map<String, List<Metric>> metrics() {
    Map<String, List<Metric>> metrics = new HashMap<>();
    loaders.forEach(
        (header, loader) ->
            metrics.put(
                header.toString(),
                SectionDowntime.append(loader.metrics(), downtimeNanos.getOrDefault(header, 0L))));
    return metrics;
  }

  private void timed(SectionHeader header, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    took(header, begin);
    steps.took("commit " + header, begin);
  }

  private void took(SectionHeader header, long begin) {
    downtimeNanos.merge(header, System.nanoTime() - begin, Long::sum);
  }

  private void load(Item.Section item, long offset) throws IOException {
    SectionHeader header = item.header();
    StateInput in = reader.in();
    long begin = in.position();
    try {
      switch (item.type()) {
        case START -> load(open(header, offset), LiveLoader.Part.START, header);
        case PART -> load(opened(header, offset), LiveLoader.Part.PART, header);
        case END -> {
          long end = System.nanoTime();
          load(opened(header, offset), LiveLoader.Part.END, header);
          took(header, end);
          steps.took("END " + header, end);
          ended.add(header);
        }
        default -> {
          requireFirst(header, offset);
          devicesBegin = devices.isEmpty() ? System.nanoTime() : devicesBegin;
          devices.add(read(header, () -> fullSections.load(header, in)));
        }
      }
      long bytes = in.position() - begin;
      read(
          header,
          () -> {
            reader.endSection(item);
            return item;
          });
      listener.payload(item, bytes);
    } catch (StreamException fault) {
      throw LoadException.of(header.toString(), fault);
    } catch (RuntimeException | OutOfMemoryError broken) {
      throw new LoadException(
          header.toString(), in.position(), "its loader failed: " + broken, broken);
    }
  }

  private void load(LiveLoader loader, LiveLoader.Part part, SectionHeader header)
      throws IOException {
    read(
        header,
        () -> {
          loader.load(reader.in(), part);
          return part;
        });
  }

  /** Tells a channel's fault, which has no place, from what is wrong with a stream, which has. */
  private <T> T read(@Nullable SectionHeader section, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (StreamException | LoadException | LoadFaultException placed) {
      throw placed;
    } catch (IOException fault) {
      String name = section == null ? null : section.toString();
      throw new LoadFaultException(name, reader.in().position(), fault);
    }
  }

  private LiveLoader open(SectionHeader header, long offset) throws IOException {
    requireFirst(header, offset);
    LiveLoader loader =
        OpenSection.find(sections, LiveSection.class, header, offset).newLoader(header.version());
    loaders.put(header, loader);
    listener.opened(header.name(), loader);
    return loader;
  }

  private LiveLoader opened(SectionHeader header, long offset) throws LoadException {
    LiveLoader loader = loaders.get(header);
    if (loader == null || ended.contains(header)) {
      throw new LoadException(header.toString(), offset, "it has ended already", null);
    }
    return loader;
  }

  private void requireFirst(SectionHeader header, long offset) throws LoadException {
    if (!seen.add(header.name() + '\0' + header.instance())) {
      throw new LoadException(header.toString(), offset, "it is in the stream twice", null);
    }
  }

  private void requireEnds(long offset) throws LoadException {
    for (SectionHeader header : loaders.keySet()) {
      if (!ended.contains(header)) {
        throw new LoadException(
            header.toString(), offset, "the stream ends before the section does", null);
      }
    }
  }

  /** Something read from the stream. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
