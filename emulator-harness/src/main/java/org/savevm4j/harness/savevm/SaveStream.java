// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmWriter;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * One save of a machine's sections on one stream. Gives each section its id, writes the frame
 * around its payloads, and says which section it was when one fails. The migration thread only.
 */
final class SaveStream {

  private static final System.Logger LOG = System.getLogger(SaveStream.class.getName());

  private final QevmWriter writer;
  private final List<OpenSection> sections;
  private final Set<String> capabilities;
  private final SwitchoverSteps steps;
  private final List<LiveSave> live = new ArrayList<>();
  private final Vmdesc vmdesc = new Vmdesc();
  private boolean guestStopped;

  /**
   * @param capabilities of the sections, those that are on
   * @param steps is told of the END of each section
   */
  SaveStream(
      StateOutput out,
      List<OpenSection> sections,
      Set<String> capabilities,
      SwitchoverSteps steps) {
    this.writer = new QevmWriter(out);
    this.sections = List.copyOf(sections);
    this.capabilities = Set.copyOf(capabilities);
    this.steps = steps;
  }

  /** The live sections that {@link #setup} began, in the order of the stream. */
  List<LiveSave> live() {
    return live;
  }

  void begin(Configuration configuration) throws IOException {
    frame(() -> writer.begin(configuration));
  }

  void command(Command command) throws IOException {
    frame(() -> writer.command(command));
  }

  /** Sends what waits to be sent. */
  void flush() throws IOException {
    frame(writer.out()::flush);
  }

  /** A saver and START for every live section. */
  void setup() throws IOException {
    for (int id = 0; id < sections.size(); id++) {
      if (sections.get(id).section() instanceof LiveSection section) {
        LiveSave save = new LiveSave(id, sections.get(id), newSaver(sections.get(id), section));
        live.add(save);
        frame(() -> writer.beginSection(save.header()));
        turn(save, "start", () -> save.saver().setup(writer.out()));
      }
    }
  }

  private LiveSaver newSaver(OpenSection open, LiveSection section) throws SaveException {
    try {
      return section.newSaver(capabilities);
    } catch (RuntimeException | Error failed) {
      throw new SaveException(open, writer.out().position(), failed);
    }
  }

  /** The guest stands: from now on the time that each section takes is its part of the downtime. */
  void guestStopped() {
    guestStopped = true;
  }

  /** What each live section has left to send, in the order of the stream. */
  List<Pending> pending() throws IOException {
    List<Pending> left = new ArrayList<>();
    for (LiveSave save : live) {
      left.add(pending(save));
    }
    return left;
  }

  /** What a section has left to send. */
  Pending pending(LiveSave save) throws IOException {
    long begin = workNanos();
    try {
      return save.saver().pending();
    } catch (IOException | RuntimeException | Error failed) {
      throw new SaveException(save.open(), writer.out().position(), failed);
    } finally {
      took(save, begin);
    }
  }

  /** A PART. */
  IterateResult iterate(LiveSave save, Budget budget) throws IOException {
    IterateResult[] result = new IterateResult[1];
    long begin = workNanos();
    frame(() -> writer.beginSection(RecordType.PART, save.id()));
    turn(save, "part", () -> result[0] = save.saver().iterate(writer.out(), budget));
    took(save, begin);
    return result[0];
  }

  /** All that live sections have left, guest paused. */
  void finish() throws IOException {
    for (LiveSave save : live) {
      Pending left = pending(save);
      while (left.beforeComplete()) {
        iterate(save, Budget.unlimited());
        left = pending(save);
      }
    }
    command(new Command(Command.SWITCHOVER_START, new byte[0]));
    complete();
  }

  /** END of every live section. */
  private void complete() throws IOException {
    for (LiveSave save : live) {
      steps.time("END " + save.open().label(), () -> complete(save));
    }
  }

  private void complete(LiveSave save) throws IOException {
    long begin = workNanos();
    frame(() -> writer.beginSection(RecordType.END, save.id()));
    turn(save, "end", () -> save.saver().complete(writer.out()));
    took(save, begin);
  }

  /** FULL of every device, flushed; guest paused. A destination lacks only the end then. */
  void devices() throws IOException {
    for (int id = 0; id < sections.size(); id++) {
      OpenSection open = sections.get(id);
      if (open.section() instanceof DeviceSection<?> device) {
        SectionHeader header =
            new SectionHeader(
                RecordType.FULL, id, open.name(), open.instance(), device.versions().newest());
        frame(() -> writer.beginSection(header));
        payload(open, () -> device.save(writer.out()));
        vmdesc.add(open.name(), open.instance(), device.describe());
      }
    }
    flush();
  }

  /** The end of the stream, flushed: from its first byte on a destination may take over. */
  void end() throws IOException {
    frame(() -> writer.end(vmdesc.toJson()));
    flush();
  }

  /** Lets every saver clean up, each whatever the others do. */
  void cleanUp() {
    for (LiveSave save : live) {
      try {
        save.saver().cleanup();
      } catch (RuntimeException | Error broken) {
        // the migration has ended one way or the other, and this does not change which
        LOG.log(System.Logger.Level.WARNING, save.open().label() + ": cleanup failed", broken);
      }
    }
  }

  private void took(LiveSave save, long begin) {
    if (guestStopped) {
      save.addDowntime(workNanos() - begin);
    }
  }

  /** A clock that stands while the channel takes bytes, some of which other sections put. */
  private long workNanos() {
    return System.nanoTime() - writer.out().channelNanos();
  }

  private void turn(LiveSave save, String kind, Payload payload) throws IOException {
    SectionTurnEvent event = new SectionTurnEvent();
    event.begin();
    long from = writer.out().position();
    long[] bytes = new long[1];
    payload(
        save.open(),
        () -> {
          payload.put();
          bytes[0] = writer.out().position() - from;
        });
    event.end();
    event.commit(save, kind, bytes[0]);
    save.payloadEnded();
  }

  private void payload(OpenSection open, Payload payload) throws IOException {
    try {
      payload.put();
    } catch (IOException | RuntimeException | Error failed) {
      SaveException named = new SaveException(open, writer.out().position(), failed);
      try {
        writer.endSection();
      } catch (IOException lost) {
        named.addSuppressed(lost);
      }
      throw named;
    }
    frame(writer::endSection);
  }

  private void frame(Payload bytes) throws IOException {
    try {
      bytes.put();
    } catch (IOException failed) {
      throw new SaveException(writer.out().position(), failed);
    }
  }

  @FunctionalInterface
  private interface Payload {
    void put() throws IOException;
  }
}
