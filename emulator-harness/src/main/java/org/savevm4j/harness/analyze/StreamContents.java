// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
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

  private static final String HTAB = "spapr/htab";
  private static final int STREAM_VERSION = 3;

  private final OnlookerTable table = new OnlookerTable();
  private final OnlookerRam ram = new OnlookerRam();
  private final Map<SectionHeader, Long> payloadBytes = new LinkedHashMap<>();
  private final CpuStates cpus = new CpuStates();
  private StreamAnalysis.@Nullable Fault fault;
  private boolean vmdesc;
  private long streamBytes;
  private Set<String> capabilities = Set.of();

  /** Stays open, so that what was staged before a fault can be looked at. */
  private @Nullable LoadStream load;

  private @Nullable String machine;
  private @Nullable LiveLoader htabLoader;

  private StreamContents() {}

  /**
   * Loads a file to its end or its first fault.
   *
   * @throws IOException if the file cannot be read
   */
  public static StreamContents load(Path file) throws IOException {
    return load(file, List.of());
  }

  /**
   * The same for a stream with live sections that plugins bring.
   *
   * @throws IOException if the file cannot be read
   */
  public static StreamContents load(Path file, List<SectionProvider> plugins) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    StreamContents contents = new StreamContents();
    boolean whole = false;
    try (FileChannel channel = FileChannel.open(file)) {
      contents.streamBytes = channel.size();
      contents.walk(channel, plugins);
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
    return analysis(DigestAllowance.FREE_BYTES);
  }

  /**
   * As {@link #analysis()}, for whoever wants no more of large memory digested.
   *
   * @param freeBytes that are digested of a stream of any length
   */
  public StreamAnalysis analysis(long freeBytes) {
    DigestAllowance allowance = new DigestAllowance(freeBytes, streamBytes);
    return new StreamAnalysis(
        fault,
        machine,
        STREAM_VERSION,
        vmdesc,
        sections(),
        htabLoader == null ? null : table.info(htabLoader.metrics(), allowance),
        ram.info(allowance));
  }

  /** The first fault, or null. */
  public StreamAnalysis.@Nullable Fault fault() {
    return fault;
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
    if (section.equals(HTAB)) {
      htabLoader = loader;
    }
  }

  @Override
  public void payload(QevmReader.Item.Section item, long bytes) {
    payloadBytes.merge(item.header(), bytes, Long::sum);
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

  private void walk(FileChannel channel, List<SectionProvider> plugins) throws IOException {
    Services services = new Services(Map.of(HtabBackend.class, new TableBackend(table)));
    List<OpenSection> sections = new ArrayList<>();
    sections.add(new OpenSection(RamSection.NAME, 0, ram));
    sections.addAll(SectionRegistry.read(plugins).openLive(services));
    capabilities =
        sections.stream()
            .flatMap(section -> section.capabilities().stream())
            .collect(Collectors.toSet());
    VmdescWalk devices = new VmdescWalk(VmdescTail.find(channel), cpus);
    LoadStream opened = new LoadStream(new StateInput(channel), sections, devices, this);
    load = opened;
    try {
      vmdesc = opened.load().length > 0;
      opened.commit();
    } catch (LoadException wrong) {
      fault = new StreamAnalysis.Fault(wrong.section(), wrong.offset(), wrong.reason());
    }
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
