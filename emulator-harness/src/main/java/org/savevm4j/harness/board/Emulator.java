// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.guest.GuestEvent;
import org.savevm4j.harness.guest.GuestStatus;
import org.savevm4j.harness.machine.HcallWatch;
import org.savevm4j.harness.mmu.TranslationResult;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.snapshot.SnapshotStore;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;

/** An emulator as its monitors see it. Any thread. */
public final class Emulator implements AutoCloseable {

  private final EmulatorOptions options;
  private final Board board;
  private final Capabilities capabilities;
  private final RunSwitch runSwitch;
  private final Migrations migrations;
  private final Snapshots snapshots;
  private final EmulatorListeners listeners = new EmulatorListeners();

  private Emulator(
      EmulatorOptions options, @Nullable SnapshotStore store, UnaryOperator<Link> linkTap) {
    this.options = options;
    this.board = new Board(options);
    this.capabilities = new Capabilities(board.capabilities());
    this.runSwitch =
        new RunSwitch(
            board.machine(),
            board.devices().globalState(),
            options.incoming() == null ? RunStatus.PRELAUNCH : RunStatus.INMIGRATE,
            listeners::tell);
    this.migrations =
        new Migrations(
            board, runSwitch, capabilities, options.startPaused(), linkTap, listeners::tell);
    this.snapshots =
        new Snapshots(store, board, runSwitch, capabilities, migrations, listeners::tell);
  }

  /**
   * Builds an emulator, guest paused; boots the guest unless a stream is to come in, and then
   * listens for that unless it is deferred.
   *
   * @throws IOException one line, if it cannot listen or have its snapshots where it should
   * @throws EmulatorException if the guest does not boot, or the URI is none
   * @throws org.savevm4j.harness.savevm.SectionRegistryException if the sections are not complete
   */
  public static Emulator open(EmulatorOptions options) throws IOException, EmulatorException {
    return open(options, UnaryOperator.identity());
  }

  /** The same, with {@code linkTap} around each link of a migration. */
  static Emulator open(EmulatorOptions options, UnaryOperator<Link> linkTap)
      throws IOException, EmulatorException {
    Path folder = options.snapshots();
    SnapshotStore store = folder == null ? null : SnapshotStore.open(folder);
    Emulator emulator = null;
    boolean whole = false;
    try {
      emulator = new Emulator(options, store, linkTap);
      String from = options.incoming();
      if (from == null) {
        emulator.board.boot();
      } else if (!from.equals(EmulatorOptions.DEFER)) {
        emulator.migrations.listen(UriOrder.parse(from));
      }
      whole = true;
      return emulator;
    } finally {
      if (!whole && emulator != null) {
        emulator.close();
      } else if (!whole && store != null) {
        store.close();
      }
    }
  }

  /** Lets a booted guest run, unless it is to be started paused. */
  public void start() {
    if (!options.startPaused()) {
      runSwitch.start();
    }
  }

  public RunStatus status() {
    return runSwitch.status();
  }

  /** Stops the guest; does nothing where it does not run. */
  public void stop() {
    runSwitch.stop();
  }

  /** Lets the guest go on. */
  public void cont() throws EmulatorException {
    migrations.requireAllDevices();
    runSwitch.cont();
  }

  /**
   * Begins a migration. That the URI cannot be reached shows in {@link #queryMigrate}.
   *
   * @throws EmulatorException if the URI is none, or no migration can begin now
   */
  public void migrate(String uri) throws EmulatorException {
    migrations.migrate(UriOrder.parse(uri));
  }

  /** Ends the migration under way, if there is one and it is not too late. */
  public void migrateCancel() {
    migrations.cancel();
  }

  /** Says where the stream comes from, on an emulator whose incoming migration was deferred. */
  public void migrateIncoming(String uri) throws EmulatorException {
    if (!EmulatorOptions.DEFER.equals(options.incoming())) {
      throw new EmulatorException("the emulator was not started with --incoming defer");
    }
    if (!migrations.awaitsNone()) {
      throw new EmulatorException("the incoming migration has been started already");
    }
    try {
      migrations.listen(UriOrder.parse(uri));
    } catch (IOException failed) {
      throw new EmulatorException(String.valueOf(failed.getMessage()), failed);
    }
  }

  /** Where a stream is awaited or comes from, with what a port 0 became; null before and after. */
  public @Nullable MigrationUri listensOn() {
    return migrations.listensOn();
  }

  public MigrationInfo queryMigrate() {
    return MigrationInfo.of(migrations.figures());
  }

  /** All that can be recorded of the migration that began last, and of no later one. */
  public MigrationView migrationView() {
    return migrations.view();
  }

  public MigrationParameters parameters() {
    return migrations.parameters();
  }

  /** Also a migration that is under way goes by them from its next round on. */
  public void parameters(MigrationParameters next) {
    migrations.parameters(next);
  }

  /** Changes some parameters, or throws and changes none, if a value is wrong. */
  public void parameters(ParameterChange change) throws EmulatorException {
    migrations.change(change);
  }

  /** The credentials that parameter tls-creds can name. */
  public TlsObjects tlsObjects() {
    return migrations.tlsObjects();
  }

  /** All capabilities there are, and whether each is set. */
  public Map<String, Boolean> capabilities() {
    return capabilities.all();
  }

  public void capability(String name, boolean on) throws EmulatorException {
    capabilities(Map.of(name, on));
  }

  /**
   * Sets or clears capabilities, all of them or none.
   *
   * @throws EmulatorException if one does not exist, or a migration is under way
   */
  public void capabilities(Map<String, Boolean> wanted) throws EmulatorException {
    migrations.requireNoneUnderWay();
    capabilities.set(wanted);
  }

  /** Stops the guest if it runs, checks all that it believes, and lets it go on. */
  public GuestCheckResult guestCheck() throws EmulatorException {
    return runSwitch.paused(board::checkGuest);
  }

  /** Says who hears of the vCPUs' hypercalls, or nobody; stops the guest for that moment. */
  public void watch(@Nullable HcallWatch next) throws EmulatorException {
    runSwitch.paused(() -> board.watch(next));
  }

  /** What the guest says of itself; stopped for the moment of the look. */
  public GuestStatus guestStatus() throws EmulatorException {
    return runSwitch.paused(board::guestStatus);
  }

  /**
   * Asks the guest for something, also while it migrates; it does so when it runs, here or there.
   *
   * @throws EmulatorException if the guest is on its way or gone
   */
  public void guestEvent(GuestEvent event) throws EmulatorException {
    runSwitch.paused(
        () -> {
          migrations.requireGuestHere();
          board.askGuest(event);
          return event;
        });
  }

  /**
   * Resets the machine, also while it migrates: an empty table of the size that it booted with, and
   * a guest that boots anew. RAM, clock and other sections' devices stay, as does whether the guest
   * runs; so a machine that is part loaded remains it.
   *
   * @throws EmulatorException if the guest is on its way or gone, or does not boot
   */
  public void systemReset() throws EmulatorException {
    runSwitch.paused(
        () -> {
          migrations.requireGuestHere();
          board.reset();
          return board;
        });
    listeners.tell(EmulatorListener::reset);
  }

  /**
   * Follows an effective address of a vCPU as its loads would; stops the guest meanwhile if it
   * runs.
   *
   * @throws EmulatorException if there is no such CPU, guest or table
   */
  public TranslationResult translate(long cpu, long ea) throws EmulatorException {
    return runSwitch.paused(() -> CpuView.of(board.machine(), cpu).translate(ea));
  }

  /**
   * Reads memory as a vCPU sees it; stops the guest meanwhile if it runs.
   *
   * @param length in bytes, 0 or more
   * @return the bytes up to the first that is not mapped to RAM
   * @throws EmulatorException if there is no such CPU, guest or table
   */
  public byte[] read(long cpu, long ea, int length) throws EmulatorException {
    return runSwitch.paused(() -> CpuView.of(board.machine(), cpu).read(ea, length));
  }

  public MachineInfo machine() {
    return board.info();
  }

  /** The guest's hashed page table, or null: it is radix. Does not stop the guest. */
  public @Nullable TableInfo table() {
    return board.table();
  }

  /** What is saved and loaded, in the order of the stream. */
  public List<SectionInfo> sections() {
    return board.sectionInfos();
  }

  public Snapshots snapshots() {
    return snapshots;
  }

  /** Devices that came in a stream and that this machine does not have; it stays paused then. */
  public List<KeptSection> keptSections() {
    return migrations.kept();
  }

  public void addListener(EmulatorListener listener) {
    listeners.add(listener);
  }

  public void removeListener(EmulatorListener listener) {
    listeners.remove(listener);
  }

  /** Ends migrations and the guest, and gives all memory back. */
  @Override
  public void close() throws IOException {
    try {
      migrations.close();
      snapshots.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      board.close();
    }
  }
}
