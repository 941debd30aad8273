// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final SectionOrder order = new SectionOrder();
  private final SwitchoverSteps steps = new SwitchoverSteps();
  private final StagedSections staged;
  private long devicesBegin;

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
    this.staged = new StagedSections(this.calls, steps);
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
      if (staged.hasDevices()) {
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
   * @throws LoadException if a section breaks its word that this cannot fail; then {@link
   *     #leavesMachineInPart} says what became of the machine
   */
  public void commit() throws IOException {
    steps.time("commit", staged::commit);
  }

  /**
   * Whether {@link #commit} has begun and has not come to its end: the machine is neither what it
   * was nor what it was to be. Any thread.
   */
  public boolean leavesMachineInPart() {
    return staged.commitUnderWay();
  }

  /** Figures of each section by its name, its part of the downtime among them. */
  public Map<String, List<Metric>> metrics() throws IOException {
    return staged.metrics();
  }

  /** A section's call was given up: its loader cleans up when it comes back, on its own thread. */
  public void forget(SectionHangException hang) {
    staged.forget(hang.section());
  }

  /**
   * Lets every loader clean up what it did not commit, and what its commit took the place of; also
   * from where a clean-up was given up. The guest may run by then.
   */
  public void cleanUp() throws IOException {
    staged.cleanUp();
  }

  /** The same for who trusts the sections. */
  @Override
  public void close() {
    staged.cleanUpUnwatched();
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
        staged.took(header, end);
        steps.took("END " + header, end);
        order.ends(header);
      }
      default -> {
        order.requireFirst(header, offset);
        devicesBegin = staged.hasDevices() ? devicesBegin : System.nanoTime();
        OpenSection open = OpenSection.of(sections, header);
        Staged device =
            calls.called(
                header,
                open,
                "load",
                () -> calls.read(header, () -> fullSections.load(header, in)),
                _ -> {});
        staged.device(header, open, device);
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

  private void load(StagedSections.Opened opened, LiveLoader.Part part, SectionHeader header)
      throws IOException {
    LiveLoader loader = opened.loader();
    calls.called(
        header,
        opened.open(),
        "load",
        () ->
            calls.read(
                header,
                () -> {
                  loader.load(reader.in(), part);
                  return part;
                }),
        _ -> LoadCalls.cleanUpLate(loader));
  }

  private StagedSections.Opened open(SectionHeader header, long offset) throws IOException {
    order.requireFirst(header, offset);
    OpenSection open = OpenSection.find(sections, LiveSection.class, header, offset);
    LiveSection section = (LiveSection) open.section();
    LiveLoader loader =
        calls.called(
            header,
            open,
            "newLoader",
            () -> Objects.requireNonNull(section.newLoader(header.version()), "it answers null"),
            LoadCalls::cleanUpLate);
    StagedSections.Opened opened = staged.begin(header, open, loader);
    order.begins(header);
    listener.opened(header.name(), loader);
    return opened;
  }

  private StagedSections.Opened opened(SectionHeader header, long offset) throws LoadException {
    order.requireOpen(header, offset);
    return staged.opened(header);
  }
}
