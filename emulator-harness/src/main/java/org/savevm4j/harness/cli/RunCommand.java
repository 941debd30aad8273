// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.Rehearsal;
import org.savevm4j.harness.board.TlsObject;
import org.savevm4j.harness.hmp.HumanMonitor;
import org.savevm4j.harness.qmp.EmulatorCommands;
import org.savevm4j.harness.qmp.EmulatorEvents;
import org.savevm4j.harness.qmp.QmpServer;
import org.savevm4j.harness.qmp.ShutdownCause;
import org.savevm4j.harness.report.MigrationRecorder;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pseries run}: one emulator, until it is told to end. */
@Command(name = "run", description = "Runs one emulator until SIGTERM, SIGINT or a monitor's quit.")
final class RunCommand implements Callable<Integer> {

  private static final long USUAL_UPDATE_RATE = 20_000;

  @Spec private CommandSpec spec;

  @Mixin private GuestArguments guest;

  @Mixin private PluginsArgument plugins;

  @Mixin private ProgressOption progress;

  @Mixin private ReportOption report;

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

  @Option(
      names = "--monitor",
      paramLabel = "PLACE",
      defaultValue = "none",
      converter = MonitorPlace.Converter.class,
      completionCandidates = MonitorPlace.Converter.class,
      description = "Human monitor on the standard streams: stdio, none (default: none).")
  private MonitorPlace monitor;

  @Option(
      names = "--object",
      paramLabel = "TYPE,NAME=VALUE,...",
      converter = ObjectText.class,
      description =
          "Credentials that the migration parameter tls-creds can name, as in QEMU:"
              + " tls-creds-x509,id=ID,dir=DIR,endpoint=server or client[,verify-peer=on or off];"
              + " can be given again.")
  private List<TlsObject> objects = List.of();

  @Option(
      names = "--snapshots",
      paramLabel = "DIR",
      description = "Folder of this machine's snapshots, made if its parent is there.")
  private @Nullable Path snapshots;

  @Option(
      names = "--loadvm",
      paramLabel = "TAG",
      description = "Begin with the guest of a snapshot; needs --snapshots.")
  private @Nullable String loadvm;

  @Option(names = "--start-paused", description = "Leave the guest paused until a monitor's cont.")
  private boolean startPaused;

  @Option(
      names = "--no-rehearsal",
      description =
          "Be there at once, without migrations of a small guest in this process beforehand, which"
              + " make the first switchover quick.")
  private boolean withoutRehearsal;

  @Option(
      names = "--end-with-stdin",
      hidden = true,
      description = "End when standard input ends, as it does when the parent process dies.")
  private boolean endWithStdin;

  @Override
  public Integer call() throws IOException, EmulatorException {
    MigrationUri place = qmp;
    if (place != null && !place.twoWay()) {
      throw new ParameterException(
          spec.commandLine(), "--qmp " + place + " cannot answer; use tcp:HOST:PORT or unix:PATH");
    }
    String tag = loadvm;
    if (tag != null && (snapshots == null || incoming != null)) {
      throw new ParameterException(
          spec.commandLine(), "--loadvm needs --snapshots, and goes with no --incoming");
    }
    EmulatorOptions options =
        guest
            .toOptions(
                incoming == null ? null : incoming.toString(), startPaused, USUAL_UPDATE_RATE)
            .withSnapshots(snapshots)
            .withPlugins(plugins.load());
    if (!withoutRehearsal) {
      rehearse(options);
    }
    try (RunEnd end = RunEnd.onSignals();
        Listener listener = place == null ? null : place.listen();
        FailureLine failures = new FailureLine(spec.commandLine().getErr());
        Emulator emulator = Emulator.open(options);
        MigrationRecorder _ = report.record(emulator)) {
      emulator.addListener(failures);
      for (TlsObject object : objects) {
        emulator.tlsObjects().add(object);
      }
      if (tag != null) {
        emulator.snapshots().load(tag);
      }
      IncomingSource from = incoming == null ? null : incoming.resolved(emulator.listensOn());
      tellWhatListens(listener, from);
      if (endWithStdin && monitor != MonitorPlace.STDIO) {
        end.withEndOf(System.in);
      }
      return runUntilEnd(emulator, listener, from, end);
    }
  }

  /** Beside a guest that boots, and before one that is awaited. */
  private static void rehearse(EmulatorOptions options) throws IOException {
    Thread rehearsal = Rehearsal.start(options.htabBackend());
    if (options.incoming() != null) {
      try {
        rehearsal.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted before the guest came", interrupted);
      }
    }
  }

  private StdioMonitor serveStdio(Emulator emulator, RunEnd end) throws IOException {
    return StdioMonitor.start(
        new HumanMonitor(emulator, true, () -> end.because(ShutdownCause.QUIT), progress::open),
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        end,
        () -> {
          if (endWithStdin) {
            end.because(ShutdownCause.PARENT_GONE);
          }
        });
  }

  private int runUntilEnd(
      Emulator emulator, @Nullable Listener listener, @Nullable IncomingSource from, RunEnd end)
      throws IOException {
    if (listener == null) {
      return run(emulator, from, end);
    }
    Runnable quit = () -> end.because(ShutdownCause.QUIT);
    HumanMonitor human = new HumanMonitor(emulator, false, quit);
    try (QmpServer server = EmulatorCommands.serve(emulator, listener, human::execute, quit)) {
      EmulatorEvents events = new EmulatorEvents(emulator, server);
      emulator.addListener(events);
      int status = run(emulator, from, end);
      events.shutdown(end.await());
      return status;
    }
  }

  private int run(Emulator emulator, @Nullable IncomingSource from, RunEnd end) throws IOException {
    if (from != null) {
      IncomingWatch.start(emulator, end);
    }
    emulator.start();
    if (monitor != MonitorPlace.STDIO) {
      return awaitEnd(emulator, from, end);
    }
    try (StdioMonitor _ = serveStdio(emulator, end)) {
      return awaitEnd(emulator, from, end);
    }
  }

  private int awaitEnd(Emulator emulator, @Nullable IncomingSource from, RunEnd end)
      throws IOException {
    if (from != null && end.await() == ShutdownCause.INCOMING_FAILED) {
      String reason =
          Objects.requireNonNullElse(emulator.queryMigrate().errorDesc(), "no reason is known");
      String place = from + ": ";
      boolean named = from.uri() == null || reason.contains(place);
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
