// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.ReturnPath;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * One stream that comes in, on a thread of its own: loaded whole, then committed, then the guest
 * goes on and the source hears of it. Until the commit the machine is as it was.
 */
final class IncomingMigration implements Runnable, LoadListener {

  private static final int GAVE_UP = 1;

  private final Listener listener;
  private final List<OpenSection> sections;
  private final Arrival arrival;
  private final Thread thread = Thread.ofPlatform().name("incoming").daemon().unstarted(this);

  private volatile @Nullable Link link;
  private volatile boolean closed;
  private @Nullable StateOutput returnPath;
  private volatile MigrationFigures figures = phase(MigrationPhase.SETUP, null);

  IncomingMigration(Listener listener, List<OpenSection> sections, Arrival arrival) {
    this.listener = listener;
    this.sections = sections;
    this.arrival = arrival;
  }

  void start() {
    thread.start();
  }

  MigrationFigures figures() {
    return figures;
  }

  MigrationUri uri() {
    return listener.uri();
  }

  /** Ends it from outside, and waits for the thread. */
  void close() throws IOException, InterruptedException {
    closed = true;
    listener.close();
    Link open = link;
    if (open != null) {
      open.close();
    }
    thread.join();
  }

  @Override
  public void run() {
    try (StateInput in = accept()) {
      listener.close();
      enter(MigrationPhase.ACTIVE, null);
      receive(in);
    } catch (IOException failed) {
      enter(MigrationPhase.FAILED, failed.getMessage());
    }
  }

  /** Waits for a source. A socket's peer that leaves without a byte only looked who listens. */
  private StateInput accept() throws IOException {
    while (true) {
      Link accepted = listener.accept();
      link = accepted;
      if (closed) {
        accepted.close();
      }
      StateInput in = new StateInput(accepted);
      if (!accepted.twoWay() || bringsByte(in)) {
        return in;
      }
      in.close();
    }
  }

  private static boolean bringsByte(StateInput in) {
    try {
      return in.peek8(0) >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void configuration(Configuration configuration, long offset) throws IOException {
    ConfigurationCheck.require(configuration, offset);
  }

  @Override
  public void command(Command command) throws IOException {
    switch (command.code()) {
      case Command.OPEN_RETURN_PATH -> {
        Link open = link;
        if (open == null || !open.twoWay()) {
          throw new IOException("the source asks for a return path, which " + uri() + " lacks");
        }
        returnPath = new StateOutput(open);
      }
      case Command.PING -> {
        if (returnPath != null && command.data().length == Integer.BYTES) {
          ReturnPath.pong(returnPath, ByteBuffer.wrap(command.data()).getInt());
        }
      }
      case Command.SWITCHOVER_START -> {
        // the sections' ENDs say the same
      }
      default -> throw new IOException("unknown command " + command.code() + " in the stream");
    }
  }

  private void receive(StateInput in) throws IOException {
    try (LoadStream load = new LoadStream(in, sections, new DeviceSections(sections), this)) {
      load.load();
      load.commit();
    } catch (IOException | RuntimeException failed) {
      giveUp(failed);
      throw failed instanceof IOException io ? io : new IOException(failed.toString(), failed);
    }
    // the load's staging is gone before the guest runs on what it staged
    arrival.arrived();
    StateOutput back = returnPath;
    if (back != null) {
      ReturnPath.shut(back, 0);
    }
    enter(MigrationPhase.COMPLETED, null);
  }

  private void giveUp(Exception cause) {
    StateOutput back = returnPath;
    if (back != null) {
      try {
        ReturnPath.shut(back, GAVE_UP);
      } catch (IOException lost) {
        cause.addSuppressed(lost);
      }
    }
  }

  private void enter(MigrationPhase phase, @Nullable String error) {
    figures = phase(phase, error);
    arrival.phase(phase);
  }

  private static MigrationFigures phase(MigrationPhase phase, @Nullable String error) {
    return new MigrationFigures(phase, error, 0, 0, -1, -1, 0, 0, Map.of());
  }

  /** What the emulator does about a stream that comes in; on the incoming thread. */
  interface Arrival {

    void phase(MigrationPhase phase);

    /** The machine is what the stream said: the guest may go on. */
    void arrived();
  }
}
