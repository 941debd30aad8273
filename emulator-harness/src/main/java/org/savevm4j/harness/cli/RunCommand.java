// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.qmp.EmulatorCommands;
import org.savevm4j.harness.qmp.EmulatorEvents;
import org.savevm4j.harness.qmp.QmpServer;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pseries run}: one emulator, until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Pseries.Version.class,
    description = "Runs one emulator until SIGTERM, SIGINT or QMP's quit.")
final class RunCommand implements Callable<Integer> {

  private static final long USUAL_UPDATE_RATE = 20_000;

  @Spec private CommandSpec spec;

  @Mixin private GuestArguments guest;

  @Option(
      names = "--incoming",
      paramLabel = "URI",
      converter = IncomingSource.Converter.class,
      description =
          "Wait for a migration instead of booting: "
              + MigrationUri.FORMS
              + "; or 'defer' until QMP's migrate-incoming.")
  private @Nullable IncomingSource incoming;

  @Option(
      names = "--qmp",
      paramLabel = "URI",
      converter = UriText.class,
      description = "Serve QMP on tcp:HOST:PORT or unix:PATH; a socket file is the owner's only.")
  private @Nullable MigrationUri qmp;

  @Option(names = "--start-paused", description = "Leave the guest paused until QMP's cont.")
  private boolean startPaused;

  @Option(
      names = "--end-with-stdin",
      hidden = true,
      description = "End when standard input ends, as it does when the parent process dies.")
  private boolean endWithStdin;

  @Override
  public Integer call() throws IOException, EmulatorException {
    MigrationUri monitor = qmp;
    if (monitor != null && !monitor.twoWay()) {
      throw new ParameterException(
          spec.commandLine(),
          "--qmp " + monitor + " cannot answer; use tcp:HOST:PORT or unix:PATH");
    }
    EmulatorOptions options =
        guest.toOptions(
            incoming == null ? null : incoming.toString(), startPaused, USUAL_UPDATE_RATE);
    try (RunEnd end = RunEnd.onSignals();
        Listener listener = monitor == null ? null : monitor.listen();
        Emulator emulator = Emulator.open(options)) {
      if (endWithStdin) {
        end.withEndOf(System.in);
      }
      IncomingSource from = incoming == null ? null : incoming.resolved(emulator.listensOn());
      tellWhatListens(listener, from);
      return runUntilEnd(emulator, listener, from, end);
    }
  }

  private int runUntilEnd(
      Emulator emulator, @Nullable Listener listener, @Nullable IncomingSource from, RunEnd end)
      throws IOException {
    if (listener == null) {
      return run(emulator, from, end);
    }
    try (QmpServer server =
        EmulatorCommands.serve(emulator, listener, () -> end.because(RunEnd.Cause.QUIT))) {
      EmulatorEvents events = new EmulatorEvents(emulator, server);
      emulator.addListener(events);
      int status = run(emulator, from, end);
      events.shutdown(end.await().qemuName());
      return status;
    }
  }

  private int run(Emulator emulator, @Nullable IncomingSource from, RunEnd end) throws IOException {
    if (from != null) {
      IncomingWatch.start(emulator, end);
    }
    emulator.start();
    if (from != null && end.await() == RunEnd.Cause.INCOMING_FAILED) {
      String reason =
          Objects.requireNonNullElse(emulator.queryMigrate().errorDesc(), "no reason is known");
      String place = from + ": ";
      boolean named = from.uri() == null || reason.startsWith(place);
      throw new IOException("the incoming migration failed: " + (named ? "" : place) + reason);
    }
    end.await();
    return 0;
  }

  private void tellWhatListens(@Nullable Listener listener, @Nullable IncomingSource from) {
    List<String> places = new ArrayList<>();
    if (listener != null) {
      places.add("QMP listens on " + listener.uri());
    }
    if (from != null) {
      places.add(
          from.uri() == null
              ? "the guest comes when migrate-incoming says from where"
              : "the guest comes from " + from);
    }
    spec.commandLine()
        .getErr()
        .println("pseries: " + (places.isEmpty() ? "runs" : String.join(", ", places)));
  }
}
