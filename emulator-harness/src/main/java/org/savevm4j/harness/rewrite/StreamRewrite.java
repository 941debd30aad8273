// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.FullSections;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** One stream, passed on from a channel to an output. One thread. */
public final class StreamRewrite implements LoadListener, AutoCloseable {

  /** The byte that ends the sections, and a stream without a VMDESC. */
  private static final int EOF = 0;

  /** The byte that ends a VMDESC, which is one object of JSON. */
  private static final int VMDESC_END = '}';

  private final PassedTable table = new PassedTable();
  private final Passage passage;
  private final RewrittenSection htab;
  private final Set<String> capabilities;
  private final LoadStream load;
  private final boolean walksAll;
  private final boolean mayHaveVmdesc;

  /**
   * @param boltedOnly leaves out the entries that are not bolted
   * @param devices walks the sections that are sent whole, and so checks the stream to its end; or
   *     null: what follows the table's END is carried without a look at it
   * @param plugins bring other live sections, which are carried
   */
  public StreamRewrite(
      ReadableByteChannel from,
      StateOutput to,
      boolean boltedOnly,
      @Nullable FullSections devices,
      List<SectionProvider> plugins) {
    this(from, to, boltedOnly, devices, plugins, false);
  }

  private StreamRewrite(
      ReadableByteChannel from,
      StateOutput to,
      boolean boltedOnly,
      @Nullable FullSections devices,
      List<SectionProvider> plugins,
      boolean mayHaveVmdesc) {
    passage = new Passage(from, to);
    Services services = new Services(Map.of(HtabBackend.class, new TableBackend(table)));
    List<OpenSection> sections = new ArrayList<>();
    sections.add(new OpenSection(RamSection.NAME, 0, new PassedRam()));
    RewrittenSection rewritten = null;
    for (OpenSection open : SectionRegistry.read(plugins).openLive(services)) {
      if (open.name().equals(SectionRegistry.HTAB) && open.section() instanceof LiveSection live) {
        rewritten = new RewrittenSection(live, table, passage, boltedOnly);
        sections.add(
            new OpenSection(SectionRegistry.HTAB, open.instance(), rewritten, open.origin()));
      } else {
        sections.add(open);
      }
    }
    htab =
        Objects.requireNonNull(
            rewritten, "section " + SectionRegistry.HTAB + " of this provider is not a live one");
    capabilities =
        sections.stream()
            .flatMap(section -> section.capabilities().stream())
            .collect(Collectors.toSet());
    walksAll = devices != null;
    this.mayHaveVmdesc = mayHaveVmdesc;
    load =
        new LoadStream(
            passage.in(), sections, devices != null ? devices : StreamRewrite::refuse, this);
  }

  /**
   * A stream that is not there as a whole yet: what follows the table's END is carried without a
   * look at it, a VMDESC too.
   */
  static StreamRewrite live(
      ReadableByteChannel from, StateOutput to, List<SectionProvider> plugins) {
    return new StreamRewrite(from, to, false, null, plugins, true);
  }

  /**
   * Passes all of it on; flushes the output, and closes neither end.
   *
   * @throws LoadException if the stream is wrong, or has no table to rewrite
   * @throws IOException if one of the ends fails
   */
  public RewriteFigures run() throws IOException {
    load.begin();
    boolean more;
    do {
      more = load.next();
    } while (more && (walksAll || !htab.ended()));
    if (!htab.ended()) {
      throw new LoadException(
          null,
          passage.in().position(),
          "the stream has no section " + SectionRegistry.HTAB + " to rewrite",
          null);
    }
    return finish(more);
  }

  private static Staged refuse(SectionHeader header, StateInput in) throws IOException {
    throw new MalformedStreamException(
        in.position(),
        "payload of " + header,
        "of unknown length",
        "the end of section "
            + SectionRegistry.HTAB
            + " before it, or a VMDESC at the stream's end");
  }

  private RewriteFigures finish(boolean insideSections) throws IOException {
    long at = passage.in().position();
    int last = passage.carryRest();
    if (insideSections && last != EOF && !(mayHaveVmdesc && last == VMDESC_END)) {
      throw new LoadException(
          null, at, "the stream does not end where its sections do: it is cut behind this", null);
    }
    return htab.figures();
  }

  @Override
  public void configuration(Configuration configuration, long offset) throws IOException {
    ConfigurationCheck.require(configuration, offset, capabilities);
    if (configuration.hasChecksums()) {
      throw new MalformedStreamException(
          offset,
          "capability",
          Configuration.SECTION_CHECKSUM,
          "it off: checksums from end to end leave nobody between the ends to change the stream");
    }
    htab.enable(configuration.capabilities());
  }

  @Override
  public void command(Command command, long offset) {
    // it is for whoever loads the stream
  }

  @Override
  public void close() {
    load.close();
    table.close();
  }
}
