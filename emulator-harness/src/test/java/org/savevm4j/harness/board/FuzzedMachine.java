// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.zip.CRC32C;
import org.savevm4j.harness.analyze.LookAhead;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.savevm.ConfigurationCheck;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * A machine so small that all of it can be looked at after each load: 16 pages of RAM, a table of
 * 256 KiB, one vCPU, no guest. It takes streams as an emulator that waits for one does.
 */
public final class FuzzedMachine implements AutoCloseable {

  /** RAM in bytes. */
  public static final long RAM_BYTES = 64L << 10;

  /** Its table's shift, and the largest that it takes. */
  public static final int SHIFT = 18;

  private static final MigrationParameters DEFAULT = MigrationParameters.DEFAULT;

  private static final String SPAPR = "spapr";

  private final Board board;

  /** Whether the stream is of a machine like this one. */
  private boolean ownKind;

  private final LoadListener emulator;
  private final CRC32C crc = new CRC32C();
  private final StateOutput devices = new StateOutput(new Digesting(crc));

  /** The last device that was put is the clock, of which only the first part stands still. */
  private final ByteBuffer clock = ByteBuffer.allocate(64);

  private final StateOutput clockOutput = new StateOutput(new Keeping(clock));

  public FuzzedMachine(HtabAccess access) {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    board =
        new Board(
            new EmulatorOptions(RAM_BYTES, 1, SHIFT, "defer", false, guest)
                .withHtabBackend(access));
    emulator =
        new IncomingMigration(
            nothing(),
            new GuardedLinks(link -> link, DEFAULT::link, new TlsObjects(DEFAULT::tls)),
            board,
            new Capabilities(board.capabilities()),
            new Nobody());
  }

  /** A stream of a machine like this one, with something in everything. */
  public static byte[] sample() {
    try (StoppedMachine machine = new StoppedMachine(HtabAccess.TABLE, RAM_BYTES, 1)) {
      return machine.fill().save();
    }
  }

  /**
   * Loads a stream and commits it.
   *
   * @throws IOException if it does not load; the machine is as it was
   */
  public void load(byte[] stream) throws IOException {
    ownKind = false;
    LookAhead channel = new LookAhead(Channels.newChannel(new ByteArrayInputStream(stream)));
    StateInput in = new StateInput(channel);
    ForeignDevices foreign =
        new ForeignDevices(channel, board.sections(), board.machine().vcpus(), () -> ownKind);
    try (HptLease _ = board.machine().hpt().lease();
        LoadStream load = new LoadStream(in, board.sections(), foreign, new Incoming())) {
      load.load();
      load.commit();
    }
  }

  /** CRC32C of RAM, table, which table it is, and all devices. */
  public long digest() throws IOException {
    crc.reset();
    crc.update(board.machine().ram().current().memory().asByteBuffer());
    try (HptLease lease = board.machine().hpt().lease()) {
      if (lease.table() != null) {
        crc.update(lease.table().memory().asByteBuffer());
      }
      crc.update((int) lease.generation());
    }
    for (OpenSection open : board.sections()) {
      if (open.section() instanceof DeviceSection<?> device) {
        digest(open.name(), device);
      }
    }
    return crc.getValue();
  }

  /** Where the streams would come from; it is never accepted. */
  private static Listener nothing() {
    try {
      return MigrationUri.parse("file:/dev/null").listen();
    } catch (MigrationUriException | IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void digest(String name, DeviceSection<?> device) throws IOException {
    if (name.equals(SPAPR)) {
      clock.clear();
      device.save(clockOutput);
      clockOutput.flush();
      // behind the timebase comes the time of day, which is the host's
      crc.update(clock.clear().limit(Long.BYTES));
    } else {
      device.save(devices);
      devices.flush();
    }
  }

  @Override
  public void close() {
    board.close();
  }

  /** Hears what an emulator that waits for a stream hears, and has no return path. */
  private final class Incoming implements LoadListener {

    @Override
    public void configuration(Configuration configuration, long offset) throws IOException {
      ConfigurationCheck.require(configuration, offset, board.capabilities());
      ownKind = configuration.hasChecksums();
    }

    @Override
    public void command(Command command, long offset) throws IOException {
      emulator.command(command, offset);
    }
  }

  /** No monitor. */
  private static final class Nobody implements IncomingMigration.Arrival {

    @Override
    public void incoming(MigrationPhase phase) {}

    @Override
    public void warn(String line) {}

    @Override
    public void arrived(List<KeptSection> kept) {}
  }

  private record Digesting(CRC32C crc) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer from) {
      int bytes = from.remaining();
      crc.update(from);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }

  private record Keeping(ByteBuffer into) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer from) {
      int bytes = from.remaining();
      into.put(from);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }
}
