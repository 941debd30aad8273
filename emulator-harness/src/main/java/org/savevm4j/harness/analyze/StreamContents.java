// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.stream.StateInput;

/**
 * A stream, loaded as far as it goes into memory that belongs to nobody. One thread; the memory
 * goes with {@link #close}.
 */
public final class StreamContents implements LoadListener, AutoCloseable {

  private static final int STREAM_VERSION = 3;

  private final StreamSource source;
  private final boolean tableOnly;
  private final OnlookerTable table = new OnlookerTable();
  private final OnlookerRam ram = new OnlookerRam();
  private final Map<SectionHeader, Long> payloadBytes = new LinkedHashMap<>();
  private final CpuStates cpus = new CpuStates();
  private final DeviceTreeBuilder devices;
  private StreamAnalysis.@Nullable Fault fault;
  private boolean vmdesc;
  private boolean tableEnded;

  /** How much of the stream was got. */
  private long streamBytes;

  private Set<String> capabilities = Set.of();

  /** Stays open, so that what was staged before a fault can be looked at. */
  private @Nullable LoadStream load;

  private @Nullable String machine;
  private @Nullable LiveLoader htabLoader;

  private StreamContents(StreamSource source, boolean tableOnly, KeptState kept) {
    this.source = source;
    devices = new DeviceTreeBuilder(cpus, kept);
    this.tableOnly = tableOnly;
  }

  /**
   * Loads a file, or what comes through a pipe, to its end or its first fault.
   *
   * @throws IOException if it cannot be read
   */
  public static StreamContents load(Path file) throws IOException {
    return load(file, List.of());
  }

  /**
   * The same for a stream with live sections that plugins bring.
   *
   * @throws IOException if it cannot be read
   */
  public static StreamContents load(Path file, List<SectionProvider> plugins) throws IOException {
    try (StreamSource source = StreamSource.open(file)) {
      return load(source, plugins, RecordListener.DEAF, KeptState.USUAL);
    }
  }

  /**
   * Loads a stream to its end or its first fault.
   *
   * @param plugins bring live sections beside RAM and page table
   * @param records hears of the table's records
   * @param kept how much of the devices is kept
   * @throws IOException if it cannot be read
   */
  public static StreamContents load(
      StreamSource source, List<SectionProvider> plugins, RecordListener records, KeptState kept)
      throws IOException {
    return load(new StreamContents(source, false, kept), plugins, records);
  }

  /**
   * Loads a stream to the end of section spapr/htab, if it has one, or its first fault. What comes
   * behind, devices above all, may be wrong, or unknown for lack of a VMDESC.
   *
   * @param plugins bring live sections beside RAM and page table
   * @param records hears of the table's records
   * @throws IOException if it cannot be read
   */
  public static StreamContents loadTable(
      StreamSource source, List<SectionProvider> plugins, RecordListener records)
      throws IOException {
    return load(new StreamContents(source, true, KeptState.NOTHING), plugins, records);
  }

  private static StreamContents load(
      StreamContents contents, List<SectionProvider> plugins, RecordListener records)
      throws IOException {
    boolean whole = false;
    try {
      contents.walk(plugins, records);
      whole = true;
      return contents;
    } finally {
      if (!whole) {
        contents.close();
      }
    }
  }

  /** What there is, for people and programs. */
  public StreamAnalysis analysis() {
    return analysis(Long.MAX_VALUE);
  }

  /**
   * As {@link #analysis()}, for whoever wants no more of large memory digested.
   *
   * @param mostDigested bytes that are digested at most, whatever the length of the stream
   */
  public StreamAnalysis analysis(long mostDigested) {
    DigestAllowance allowance = new DigestAllowance(mostDigested, streamBytes);
    return new StreamAnalysis(
        fault,
        machine,
        STREAM_VERSION,
        vmdesc,
        sections(),
        htabLoader == null ? null : table.info(htabLoader.metrics(), allowance),
        ram.info(allowance),
        devices.tree());
  }

  /** The first fault, or null. */
  public StreamAnalysis.@Nullable Fault fault() {
    return fault;
  }

  /** What is in the table that the stream ended with, or null: it ended with none. */
  public @Nullable TableEntries entries() {
    return table.entries();
  }

  /** Whether the stream has a section for a page table at all. */
  public boolean hasHtab() {
    return htabLoader != null;
  }

  OnlookerTable table() {
    return table;
  }

  OnlookerRam ram() {
    return ram;
  }

  CpuStates cpus() {
    return cpus;
  }

  @Override
  public void configuration(Configuration configuration, long offset) throws IOException {
    machine = configuration.machine();
    ConfigurationCheck.require(configuration, offset, capabilities);
  }

  @Override
  public void opened(String section, LiveLoader loader) {
    if (section.equals(SectionRegistry.HTAB)) {
      htabLoader = loader;
    }
  }

  @Override
  public void payload(QevmReader.Item.Section item, long bytes) {
    payloadBytes.merge(item.header(), bytes, Long::sum);
    tableEnded |=
        item.type() == RecordType.END && item.header().name().equals(SectionRegistry.HTAB);
  }

  @Override
  public void command(Command command, long offset) {
    // orders to a destination change nothing in what the stream holds
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    table.close();
    ram.close();
  }

  private void walk(List<SectionProvider> plugins, RecordListener records) throws IOException {
    Services services = new Services(Map.of(HtabBackend.class, WatchedBackend.of(table, records)));
    List<OpenSection> sections = new ArrayList<>();
    sections.add(new OpenSection(RamSection.NAME, 0, ram));
    sections.addAll(SectionRegistry.read(plugins).openLive(services));
    capabilities =
        sections.stream()
            .flatMap(section -> section.capabilities().stream())
            .collect(Collectors.toSet());
    StateInput in = new StateInput(source);
    LoadStream opened = new LoadStream(in, sections, new StreamDevices(source, devices), this);
    load = opened;
    try {
      if (tableOnly) {
        walkTable(opened);
      } else {
        vmdesc = opened.load().length > 0;
        opened.commit();
      }
    } catch (LoadException wrong) {
      fault =
          new StreamAnalysis.Fault(
              wrong.section(), wrong.offset(), wrong.reason(), source.around(wrong.offset()));
    }
    streamBytes = in.position();
  }

  private void walkTable(LoadStream opened) throws IOException {
    opened.begin();
    boolean more;
    do {
      more = opened.next();
    } while (more && !tableEnded);
  }

  private List<StreamAnalysis.SectionInfo> sections() {
    List<StreamAnalysis.SectionInfo> infos = new ArrayList<>();
    payloadBytes.forEach(
        (header, bytes) ->
            infos.add(
                new StreamAnalysis.SectionInfo(
                    Integer.toUnsignedLong(header.id()),
                    header.name(),
                    header.instance(),
                    header.version(),
                    header.type() == RecordType.START ? "start" : "full",
                    bytes)));
    return infos;
  }
}
