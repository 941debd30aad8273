// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateOutput;

/**
 * The migrations of one emulator, at most one of each direction at a time. Its lock guards which
 * they are; it is taken before that of the run switch.
 */
final class Migrations implements PrecopyListener, IncomingMigration.Arrival {

  private final Board board;
  private final RunSwitch runSwitch;
  private final Capabilities capabilities;
  private final boolean startPaused;
  private final Consumer<Consumer<EmulatorListener>> tell;
  private final TlsObjects tlsObjects;
  private final GuardedLinks links;
  private final ArrivalEnd arrivalEnd = new ArrivalEnd();

  private volatile MigrationParameters parameters = MigrationParameters.DEFAULT;
  private @Nullable OutgoingMigration outgoing;
  private @Nullable IncomingMigration incoming;
  private boolean snapshot;
  private volatile List<KeptSection> kept = List.of();

  Migrations(
      Board board,
      RunSwitch runSwitch,
      Capabilities capabilities,
      boolean startPaused,
      UnaryOperator<Link> linkTap,
      Consumer<Consumer<EmulatorListener>> tell) {
    this.board = board;
    this.runSwitch = runSwitch;
    this.capabilities = capabilities;
    this.startPaused = startPaused;
    this.tell = tell;
    this.tlsObjects = new TlsObjects(() -> parameters.tls());
    this.links = new GuardedLinks(linkTap, () -> parameters.link(), tlsObjects);
  }

  void migrate(MigrationUri to) throws EmulatorException {
    arrivalEnd.await(this::cleansUpAfterArrival);
    // it tells that it begins, with the lock let go
    outgoing(to).start();
  }

  private synchronized OutgoingMigration outgoing(MigrationUri to) throws EmulatorException {
    boolean returnPath = capabilities.has(Capabilities.RETURN_PATH);
    if (returnPath && !to.twoWay()) {
      throw new EmulatorException("return-path is set, but " + to + " goes one way only");
    }
    if (tlsObjects.choose(to, TlsEndpoint.CLIENT) != null && !returnPath) {
      throw new EmulatorException(
          "tls-creds is set: set return-path too, or a refusal may be heard too late");
    }
    requireNoneUnderWay();
    requireAllDevices();
    runSwitch.requireWhole();
    switch (runSwitch.status()) {
      case INMIGRATE ->
          throw new EmulatorException("the guest is not here yet: its migration has not ended");
      case FINISH_MIGRATE -> throw new EmulatorException("the guest is just being handed over");
      case POSTMIGRATE -> throw new EmulatorException("the guest has been migrated away already");
      case INTERNAL_ERROR -> throw new EmulatorException("the guest failed and cannot migrate");
      default -> {
        // it can migrate, running or paused
      }
    }
    OutgoingMigration next =
        new OutgoingMigration(to, links, link -> precopy(link, to, returnPath), this);
    outgoing = next;
    return next;
  }

  /**
   * Keeps migrations off until {@link #snapshotEnds}, for at most one snapshot at a time.
   *
   * @param load whether it replaces the guest, so that it does not matter where that has gone
   * @throws EmulatorException if there is no guest for it, or a migration is under way
   */
  void snapshotBegins(boolean load) throws EmulatorException {
    arrivalEnd.await(this::cleansUpAfterArrival);
    keepMigrationsOff(load);
  }

  private synchronized boolean cleansUpAfterArrival() {
    return incoming != null
        && runSwitch.status() != RunStatus.INMIGRATE
        && incoming.figures().phase().isUnderWay();
  }

  private synchronized void keepMigrationsOff(boolean load) throws EmulatorException {
    requireNoneUnderWay();
    requireAllDevices();
    switch (runSwitch.status()) {
      case INMIGRATE ->
          throw new EmulatorException("the guest is not here yet: its migration has not ended");
      case INTERNAL_ERROR ->
          throw new EmulatorException("the guest failed; start an emulator anew for a snapshot");
      default -> {
        if (!load) {
          runSwitch.requireWhole();
          requireGuestHere();
        }
      }
    }
    snapshot = true;
  }

  synchronized void snapshotEnds() {
    snapshot = false;
  }

  void cancel() {
    OutgoingMigration current;
    synchronized (this) {
      current = outgoing;
    }
    if (current != null) {
      current.cancel();
    }
  }

  void listen(MigrationUri from) throws IOException, EmulatorException {
    incoming(from).start();
  }

  private synchronized IncomingMigration incoming(MigrationUri from)
      throws IOException, EmulatorException {
    if (runSwitch.status() != RunStatus.INMIGRATE) {
      throw new EmulatorException("the guest is here already");
    }
    tlsObjects.choose(from, TlsEndpoint.SERVER);
    IncomingMigration next = new IncomingMigration(from.listen(), links, board, capabilities, this);
    incoming = next;
    return next;
  }

  /** What came in and this machine does not have. */
  List<KeptSection> kept() {
    return kept;
  }

  /** A guest that lacks devices can be looked at, and no more. */
  void requireAllDevices() throws EmulatorException {
    if (!kept.isEmpty()) {
      throw new EmulatorException(
          "the guest came with devices that this machine does not have, such as "
              + kept.getFirst().name()
              + "; it can be looked at, but not run or moved on");
    }
  }

  /** A guest that is gone can be looked at, and no more. */
  void requireGuestHere() throws EmulatorException {
    requireAllDevices();
    if (runSwitch.status() == RunStatus.POSTMIGRATE) {
      throw new EmulatorException("the guest has been migrated away already");
    }
  }

  synchronized boolean awaitsNone() {
    return incoming == null || incoming.figures().phase() == MigrationPhase.FAILED;
  }

  synchronized @Nullable MigrationUri listensOn() {
    return incoming == null || !incoming.figures().phase().isUnderWay() ? null : incoming.uri();
  }

  /** The migration of {@link #figures}, also when another one has begun. */
  synchronized MigrationView view() {
    OutgoingMigration out = outgoing;
    IncomingMigration in = incoming;
    if (out != null) {
      return new MigrationView(board, out::figures, out.uri());
    }
    return in == null
        ? new MigrationView(board, () -> MigrationFigures.NONE, null)
        : new MigrationView(board, in::figures, in.uri());
  }

  synchronized void requireNoneUnderWay() throws EmulatorException {
    if (outgoing != null && outgoing.figures().phase().isUnderWay()) {
      throw new EmulatorException("a migration is under way already");
    }
    if (snapshot) {
      throw new EmulatorException("a snapshot is just being saved or loaded");
    }
  }

  synchronized MigrationFigures figures() {
    if (outgoing != null) {
      return outgoing.figures();
    }
    return incoming == null ? MigrationFigures.NONE : incoming.figures();
  }

  MigrationParameters parameters() {
    return parameters;
  }

  synchronized void parameters(MigrationParameters next) {
    parameters = next;
  }

  synchronized void change(ParameterChange change) throws EmulatorException {
    String creds = change.texts().getOrDefault(TextParameter.TLS_CREDS, "");
    if (!creds.isEmpty()) {
      tlsObjects.require(creds);
    }
    try {
      parameters = change.applyTo(parameters);
    } catch (IllegalArgumentException outOfBounds) {
      throw new EmulatorException(String.valueOf(outOfBounds.getMessage()), outOfBounds);
    }
  }

  TlsObjects tlsObjects() {
    return tlsObjects;
  }

  /** Ends whatever is under way and waits for the threads. */
  void close() throws IOException, InterruptedException {
    OutgoingMigration out;
    IncomingMigration in;
    synchronized (this) {
      out = outgoing;
      in = incoming;
    }
    if (out != null) {
      out.close();
    }
    if (in != null) {
      in.close();
    }
  }

  @Override
  public void phase(MigrationPhase phase) {
    if (!phase.isUnderWay()) {
      runSwitch.migrationEnded(phase);
    }
    tell.accept(listener -> listener.migration(phase.qemuName()));
    if (phase == MigrationPhase.FAILED) {
      warn("the migration failed: " + figures().error());
    }
  }

  @Override
  public void warn(String line) {
    tell.accept(listener -> listener.warned(line));
  }

  @Override
  public void incoming(MigrationPhase phase) {
    arrivalEnd.changed();
    tell.accept(listener -> listener.migration(phase.qemuName()));
  }

  @Override
  public void pass(long pass) {
    tell.accept(listener -> listener.pass(pass));
  }

  @Override
  public void arrived(List<KeptSection> sections) {
    kept = sections;
    runSwitch.arrived(board.attachGuest() && sections.isEmpty() && !startPaused);
  }

  private Precopy precopy(Link link, MigrationUri to, boolean returnPath) {
    return new Precopy(
        new StateOutput(link),
        Configuration.of(board.machine().config().machineType(), capabilities.sectionsEnabled()),
        board.sections(),
        runSwitch,
        this::parameters,
        new LinkAcknowledgement(
            link, returnPath, to.isAtRest(), capabilities.has(Configuration.SECTION_CHECKSUM)),
        returnPath,
        capabilities.has(Capabilities.AUTO_CONVERGE),
        this);
  }
}
