// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DestinationGaveUpException;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.savevm.RunControl;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** A machine without a guest, whose stream is small and always the same. */
final class StoppedMachine implements AutoCloseable {

  private static final long MEMORY = 256L << 10;
  private static final int CPUS = 2;

  final Board board;

  StoppedMachine() {
    this(HtabAccess.TABLE);
  }

  StoppedMachine(HtabAccess htabBackend) {
    this(htabBackend, MEMORY, CPUS);
  }

  StoppedMachine(HtabAccess htabBackend, long memory, int cpus) {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    board =
        new Board(
            new EmulatorOptions(memory, cpus, null, "defer", false, guest)
                .withHtabBackend(htabBackend));
  }

  /** Puts something into RAM, table and registers. */
  StoppedMachine fill() {
    board.machine().ram().current().putBe64(0x3008, 0x1122334455667788L);
    HashPageTable table = table();
    for (long slot : new long[] {3, 4, 5, 700, 16383}) {
      table.lock(slot);
      table.store(slot, 0x4000_0000_0000_0011L + (slot << 12), 0x1196 + (slot << 16));
    }
    for (Vcpu vcpu : board.machine().vcpus()) {
      Arrays.setAll(vcpu.gpr(), i -> 100L * vcpu.index() + i);
      vcpu.nip(0x4000);
      vcpu.slb().set(1, 0xc000000008000001L, 0x510L);
    }
    return this;
  }

  HashPageTable table() {
    HashPageTable table = board.machine().hpt().current();
    if (table == null) {
      throw new AssertionError("the machine has no table");
    }
    return table;
  }

  /** The stream of the machine. */
  byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Precopy precopy = saver(Channels.newChannel(bytes), board.sections(), new Stopped());
    precopy.run();
    assertEquals(MigrationPhase.COMPLETED, precopy.figures().phase());
    return bytes.toByteArray();
  }

  /** A save of the machine that is yet to be run. */
  Precopy saver(WritableByteChannel to, List<OpenSection> sections, RunControl control) {
    return new Precopy(
        new StateOutput(to),
        Configuration.of("pseries-10.0"),
        sections,
        control,
        () -> MigrationParameters.DEFAULT,
        new Stopped(),
        false,
        false,
        new Stopped());
  }

  /** Loads a stream and commits it, if it is right. */
  void load(byte[] stream) throws IOException {
    load(Channels.newChannel(new ByteArrayInputStream(stream)), board.sections());
  }

  /** The same, with other sections. */
  void load(ReadableByteChannel from, List<OpenSection> sections) throws IOException {
    StateInput in = new StateInput(from);
    try (LoadStream load =
        new LoadStream(in, sections, new DeviceSections(sections), new Stopped())) {
      load.load();
      load.commit();
    }
  }

  /** A digest of RAM, table and registers. */
  long digest() {
    CRC32C crc = new CRC32C();
    crc.update(board.machine().ram().current().memory().asByteBuffer());
    crc.update(table().memory().asByteBuffer());
    for (Vcpu vcpu : board.machine().vcpus()) {
      crc.update(Arrays.toString(vcpu.gpr()).getBytes(StandardCharsets.UTF_8));
      crc.update((int) vcpu.nip());
      crc.update(Arrays.toString(vcpu.slb().vsids()).getBytes(StandardCharsets.UTF_8));
    }
    crc.update((int) board.machine().clockNanos());
    return crc.getValue();
  }

  byte[] tableBytes() {
    return table().memory().toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    board.close();
  }

  /** Nothing runs, nobody waits. */
  private static final class Stopped
      implements RunControl, Acknowledgement, PrecopyListener, LoadListener {

    @Override
    public void stopForMigration() {}

    @Override
    public void throttle(int percent) {}

    @Override
    public void resumeAfterFailure() {}

    @Override
    public void awaitReady() {}

    @Override
    public void await() {}

    @Override
    public @Nullable DestinationGaveUpException lastWord() {
      return null;
    }

    @Override
    public boolean guestMayRunElsewhere() {
      return false;
    }

    @Override
    public void phase(MigrationPhase phase) {}

    @Override
    public void pass(long pass) {}

    @Override
    public void configuration(Configuration configuration, long offset) {}

    @Override
    public void command(Command command, long offset) {}
  }
}
