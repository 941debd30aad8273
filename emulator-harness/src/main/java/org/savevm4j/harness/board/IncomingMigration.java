// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.LookAhead;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.ReturnPath;
import org.savevm4j.harness.savevm.SectionCalls;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * One stream that comes in, on a thread of its own: loaded whole, then committed, then the guest
 * goes on and the source hears of it. Until the commit the machine is as it was.
 */
final class IncomingMigration implements Runnable, LoadListener {

  /** How long a closing emulator waits for the thread. */
  private static final long END_MILLIS = 5000;

  private final Listener listener;
  private final GuardedLinks links;
  private final SectionCalls calls;
  private final Board board;
  private final Capabilities capabilities;
  private final Arrival arrival;
  private final Thread thread = Thread.ofPlatform().name("incoming").daemon().unstarted(this);

  private volatile @Nullable Link link;
  private volatile boolean closed;

  /** Whether the guest is this machine's, so that nobody may give it back. */
  private boolean guestHere;

  /** Whether the stream's first byte is here. */
  private volatile boolean begun;

  /** What keeps the source's capabilities and this side's apart. */
  private @Nullable String difference;

  private @Nullable StateOutput returnPath;

  /** Whether only one of this kind can have written the stream. */
  private boolean ownKind;

  private final IncomingFigures figures = new IncomingFigures();

  IncomingMigration(
      Listener listener,
      GuardedLinks links,
      Board board,
      Capabilities capabilities,
      Arrival arrival) {
    this.listener = listener;
    this.links = links;
    this.calls = SectionCalls.watched(links::stallTimeout);
    this.board = board;
    this.capabilities = capabilities;
    this.arrival = arrival;
  }

  void start() {
    arrival.incoming(MigrationPhase.SETUP);
    thread.start();
  }

  MigrationFigures figures() {
    return figures.figures();
  }

  MigrationUri uri() {
    return listener.uri();
  }

  /** Ends it from outside, and waits for the thread, but not for ever. */
  void close() throws IOException, InterruptedException {
    closed = true;
    listener.close();
    closeLink();
    thread.join(END_MILLIS);
  }

  @Override
  public void run() {
    try {
      load(accept());
    } catch (IOException | RuntimeException | Error failed) {
      if (!guestHere) {
        // the machine is as it was, and both sides must hear of it, whatever it was
        giveUp(failed);
        enter(
            MigrationPhase.FAILED,
            failed instanceof IOException ? failed.getMessage() : "" + failed);
        return;
      }
      arrival.warn("the guest is here, but what came after it failed: " + failed);
    }
    enter(MigrationPhase.COMPLETED, null);
  }

  /**
   * Waits for a source. A socket's peer that leaves without a byte only looked who listens; one
   * that stays and sends none within the stall time-out is shown the door, for the sake of the
   * next. A file or command has no next, and may take its time with the first byte.
   */
  private Stream accept() throws IOException {
    while (true) {
      Link accepted = links.accept(listener, () -> !begun && !listener.uri().twoWay());
      link = accepted;
      if (closed) {
        accepted.close();
      }
      LookAhead channel = new LookAhead(accepted);
      StateInput in = new StateInput(calls.around(channel));
      if (bringsByte(accepted, in) || !accepted.twoWay()) {
        begun = true;
        return new Stream(channel, in);
      }
      in.close();
    }
  }

  private boolean bringsByte(Link accepted, StateInput in) {
    try {
      int first = in.peek8(0);
      links.tls().requireNoneIfOff(uri(), accepted, first);
      return first >= 0;
    } catch (IOException silent) {
      if (accepted.twoWay() && !closed) {
        arrival.warn(silent.getMessage() + "; the next who connects may bring the guest");
      }
      return false;
    }
  }

  @Override
  public void configuration(Configuration configuration, long offset) throws IOException {
    ConfigurationCheck.require(configuration, offset, capabilities.ofSections());
    ownKind = configuration.hasChecksums();
    difference =
        ConfigurationCheck.difference(
            configuration.capabilities(),
            capabilities.sectionsEnabled(),
            capabilities.ofSections());
  }

  @Override
  public void opened(String section, LiveLoader loader) throws IOException {
    refuseDifference();
  }

  /** Not before the source can hear of it, if it has asked for a return path. */
  private void refuseDifference() throws IOException {
    if (difference != null) {
      throw new IOException(difference);
    }
  }

  @Override
  public void payload(QevmReader.Item.Section item, long bytes) {
    figures.payload(item, bytes);
  }

  @Override
  public void command(Command command, long offset) throws IOException {
    switch (command.code()) {
      case Command.OPEN_RETURN_PATH -> {
        Link open = link;
        if (open == null || !open.twoWay()) {
          throw command.refused(offset, "no return path asked for, which " + uri() + " lacks");
        }
        if (returnPath != null) {
          throw command.refused(offset, "one return path asked for, not two");
        }
        returnPath = new StateOutput(open);
        refuseDifference();
      }
      case Command.PING -> {
        if (returnPath != null && command.data().length == Integer.BYTES) {
          ReturnPath.pong(returnPath, ByteBuffer.wrap(command.data()).getInt());
        }
      }
      case Command.SWITCHOVER_START -> {
        // the sections' ENDs say the same
      }
      default -> throw command.refused(offset, "1 (return path), 2 (ping) or 11 (switchover)");
    }
  }

  /**
   * Loads, commits, lets the guest go on and tells the source. What staging is left and what the
   * machine had before are gone when this returns; that takes time, so the guest runs meanwhile.
   */
  private void load(Stream stream) throws IOException {
    listener.close();
    enter(MigrationPhase.ACTIVE, null);
    ForeignDevices devices =
        new ForeignDevices(
            stream.channel, board.sections(), board.machine().vcpus(), () -> ownKind);
    HptLease before = board.machine().hpt().lease();
    LoadStream load = new LoadStream(stream.in, calls, board.sections(), devices, this);
    GuardedLoad guarded = new GuardedLoad("incoming-sections", load, calls);
    figures.begin(load);
    try {
      guarded.run(
          () -> {
            load.load();
            load.commit();
            figures.loaded(load.metrics());
            load.steps().time("vCPUs start", () -> arrival.arrived(devices.kept()));
            guestHere = true;
            // the guest is this machine's now: what the link still does changes nothing of that
            acknowledge(stream.in);
          });
    } finally {
      cleanUp(guarded, before);
    }
  }

  private void cleanUp(GuardedLoad load, HptLease before) {
    try (before) {
      // where the guest is does not change by that
      load.cleanUp(arrival::warn);
    }
  }

  private void acknowledge(StateInput in) {
    try (Closeable _ = this::closeLink) {
      if (returnPath != null) {
        ReturnPath.shut(returnPath, 0);
        if (ownKind) {
          // the source ends its output; closed with that unread, the link could lose the answer
          in.peek8(0);
        }
      }
    } catch (IOException lost) {
      arrival.warn("the guest is here, but the source may not know: " + lost.getMessage());
    }
  }

  private void giveUp(Throwable cause) {
    try {
      if (returnPath != null) {
        ReturnPath.shut(
            returnPath,
            difference == null ? ReturnPath.refusal(cause) : ReturnPath.CAPABILITIES_DIFFER);
      }
      closeLink();
    } catch (IOException lost) {
      cause.addSuppressed(lost);
    }
  }

  private void closeLink() throws IOException {
    Link open = link;
    if (open != null) {
      open.close();
    }
  }

  private void enter(MigrationPhase phase, @Nullable String error) {
    figures.enter(phase, error);
    arrival.incoming(phase);
  }

  /** What the emulator does about a stream that comes in; on the incoming thread. */
  interface Arrival {

    void incoming(MigrationPhase phase);

    /** Something is to be told in a line, and changes nothing. */
    void warn(String line);

    /**
     * The machine is what the stream said: the guest may go on, if it had all devices.
     *
     * @param kept those that it does not have
     */
    void arrived(List<KeptSection> kept);
  }

  /** The stream, and the channel that its input reads. */
  private record Stream(LookAhead channel, StateInput in) {}
}
