// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
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
  private final SaveCalls calls;

  /** Of all devices, one after the other; its memory is not got while the guest stands. */
  private final SectionOutput deviceOutput;

  private final List<OpenSection> sections;
  private final Set<String> capabilities;
  private final SwitchoverSteps steps;
  private final List<LiveSave> live = new ArrayList<>();

  /** Savers that are yet to clean up. */
  private final Queue<Held> held = new ConcurrentLinkedQueue<>();

  private final Vmdesc vmdesc = new Vmdesc();
  private boolean guestStopped;

  /**
   * @param capabilities of the sections, those that are on
   * @param steps is told of the END of each section
   */
  SaveStream(
      StateOutput out,
      SectionCalls calls,
      List<OpenSection> sections,
      Set<String> capabilities,
      SwitchoverSteps steps) {
    this.writer = new QevmWriter(out);
    this.calls = new SaveCalls(writer, calls);
    this.deviceOutput = new SectionOutput(calls, out);
    this.sections = List.copyOf(sections);
    this.capabilities = Set.copyOf(capabilities);
    this.steps = steps;
  }

  /** The live sections that {@link #setup} began, in the order of the stream. */
  List<LiveSave> live() {
    return live;
  }

  void begin(Configuration configuration) throws IOException {
    calls.frame(() -> writer.begin(configuration));
  }

  void command(Command command) throws IOException {
    calls.frame(() -> writer.command(command));
  }

  /** Sends what waits to be sent. */
  void flush() throws IOException {
    calls.frame(writer.out()::flush);
  }

  /** A saver and START for every live section. */
  void setup() throws IOException {
    for (int id = 0; id < sections.size(); id++) {
      if (sections.get(id).section() instanceof LiveSection section) {
        LiveSave save = newSave(id, sections.get(id), section);
        live.add(save);
        calls.frame(() -> writer.beginSection(save.header()));
        turn(save, "start", 0, () -> save.saver().setup(save.output().out()));
      }
    }
  }

  private LiveSave newSave(int id, OpenSection open, LiveSection section) throws SaveException {
    SectionOutput output = new SectionOutput(calls.calls(), writer.out());
    LiveSaver saver =
        calls.call(
            open,
            "newSaver",
            () -> Objects.requireNonNull(section.newSaver(capabilities), "it answers null"),
            late -> {
              if (late != null) {
                late.cleanup();
              }
            });
    // whatever comes next, it is cleaned up
    held.add(new Held(open, saver));
    return new LiveSave(
        id, open, saver, calls.call(open, "version", saver::version, saver), output);
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
      return calls.call(
          save.open(),
          "pending",
          () -> Objects.requireNonNull(save.saver().pending(), "it answers null"),
          save.saver());
    } finally {
      took(save, begin);
    }
  }

  /** A PART with a budget of bytes and of time. */
  IterateResult iterate(LiveSave save, long bytes, long nanos) throws IOException {
    return iterate(save, bytes, () -> Budget.of(save.output().out(), bytes, nanos));
  }

  private IterateResult iterate(LiveSave save, long most, Supplier<Budget> budget)
      throws IOException {
    IterateResult[] result = new IterateResult[1];
    long begin = workNanos();
    calls.frame(() -> writer.beginSection(RecordType.PART, save.id()));
    turn(
        save,
        "part",
        most,
        () ->
            result[0] =
                Objects.requireNonNull(
                    save.saver().iterate(save.output().out(), budget.get()), "it answers null"));
    took(save, begin);
    return result[0];
  }

  /** All that live sections have left, guest paused. */
  void finish() throws IOException {
    List<Long> rest = new ArrayList<>();
    for (LiveSave save : live) {
      Pending left = pending(save);
      while (left.beforeComplete()) {
        iterate(save, left.bytes(), Budget::unlimited);
        left = pending(save);
      }
      rest.add(left.bytes());
    }
    command(new Command(Command.SWITCHOVER_START, new byte[0]));
    for (int i = 0; i < live.size(); i++) {
      LiveSave save = live.get(i);
      long told = rest.get(i);
      steps.time("END " + save.open().label(), () -> complete(save, told));
    }
  }

  /** END, of at most twice as many bytes as the section told of, but for some slack. */
  private void complete(LiveSave save, long told) throws IOException {
    long begin = workNanos();
    calls.frame(() -> writer.beginSection(RecordType.END, save.id()));
    turn(save, "end", told, () -> save.saver().complete(save.output().out()));
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
        calls.frame(() -> writer.beginSection(header));
        calls.payload(
            open, "save", deviceOutput, 0, () -> device.save(deviceOutput.out()), () -> {});
        vmdesc.add(
            open.name(), open.instance(), calls.call(open, "describe", device::describe, _ -> {}));
      }
    }
    flush();
  }

  /** The end of the stream, flushed: from its first byte on a destination may take over. */
  void end() throws IOException {
    calls.frame(() -> writer.end(vmdesc.toJson()));
    flush();
  }

  /** A section's call was given up: its saver cleans up when it comes back, on its own thread. */
  void forget(OpenSection section) {
    held.removeIf(each -> each.open.equals(section));
  }

  /**
   * Lets every saver clean up that has not done so, each whatever the others do; also from where a
   * clean-up was given up.
   */
  void cleanUp() throws IOException {
    for (Held next = held.poll(); next != null; next = held.poll()) {
      OpenSection open = next.open;
      try {
        calls.call(open, "cleanup", SectionCalls.nothing(next.saver::cleanup), _ -> {});
      } catch (SaveException broken) {
        // the migration has ended one way or the other, and this does not change which
        LOG.log(System.Logger.Level.WARNING, open.label() + ": cleanup failed", broken.getCause());
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

  private void turn(LiveSave save, String kind, long most, SaveCalls.Payload payload)
      throws IOException {
    SectionTurnEvent event = new SectionTurnEvent();
    event.begin();
    long from = save.output().out().position();
    calls.payload(
        save.open(), callback(kind), save.output(), most, payload, () -> save.saver().cleanup());
    event.end();
    event.commit(save, kind, save.output().out().position() - from);
    save.payloadEnded(
        calls.call(
            save.open(), "metrics", () -> List.copyOf(save.saver().metrics()), save.saver()));
  }

  private static String callback(String kind) {
    return switch (kind) {
      case "start" -> "setup";
      case "part" -> "iterate";
      default -> "complete";
    };
  }

  /** A saver that is yet to clean up. */
  private record Held(OpenSection open, LiveSaver saver) {}
}
