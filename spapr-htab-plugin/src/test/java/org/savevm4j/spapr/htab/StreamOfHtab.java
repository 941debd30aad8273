// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.QevmReader.Item;
import org.savevm4j.qevm.QevmWriter;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** A stream with no section but spapr/htab, loaded into a host and saved from one. */
final class StreamOfHtab {

  /** What a stream chose for itself. */
  record Choices(Configuration configuration, int sectionId, List<Integer> order) {}

  private StreamOfHtab() {}

  /** Loads the sections of a cut-down stream, and commits. */
  static Choices load(byte[] stream, TestHost host) throws IOException {
    StateInput in = Payloads.input(stream);
    QevmReader reader = new QevmReader(in);
    Configuration configuration = reader.begin();
    List<Integer> order = new ArrayList<>();
    LiveLoader loader = null;
    int id = -1;
    boolean ended = false;
    try {
      while (!ended && reader.next() instanceof Item.Section section) {
        if (loader == null) {
          long version = section.header().version();
          loader = new HtabSection(new TableBackend(host)).newLoader(version);
        }
        loader.load(in, LiveLoader.Part.valueOf(section.type().name()));
        reader.endSection(section);
        order.add(section.type().code());
        id = section.header().id();
        ended = section.type() == RecordType.END;
      }
      if (loader != null) {
        loader.commit();
      }
    } finally {
      if (loader != null) {
        loader.cleanup();
      }
    }
    return new Choices(configuration, id, order);
  }

  /** Saves a stopped machine: one unlimited first pass in a PART, and an END. */
  static byte[] save(TestHost host, Choices choices) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    QevmWriter writer = new QevmWriter(out);
    writer.begin(choices.configuration());
    LiveSaver saver = new HtabSection(new TableBackend(host)).newSaver(Set.of());
    try {
      writer.beginSection(
          new SectionHeader(
              RecordType.START, choices.sectionId(), "spapr/htab", 0, saver.version()));
      saver.setup(out);
      writer.endSection();
      writer.beginSection(RecordType.PART, choices.sectionId());
      saver.iterate(out, Budget.unlimited());
      writer.endSection();
      writer.beginSection(RecordType.END, choices.sectionId());
      saver.complete(out);
      writer.endSection();
    } finally {
      saver.cleanup();
    }
    out.put8(RecordType.EOF.code());
    out.flush();
    return bytes.toByteArray();
  }
}
