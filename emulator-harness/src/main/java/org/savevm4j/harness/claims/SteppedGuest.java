// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import org.savevm4j.harness.guest.GuestBootException;
import org.savevm4j.harness.guest.GuestKernel;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.NoGuestException;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.Program;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptLease;

/**
 * The harness's guest on one vCPU whose clock is stepped by hand, so that what happens in so many
 * ns of it is the same in each run, whatever the computer does meanwhile. The machine stays paused;
 * the caller's thread is the vCPU's. Bounded by the guest's pace: the clock advances in steps of
 * its idling, 0.2 ms at least.
 */
final class SteppedGuest implements Running, AutoCloseable {

  private static final String MACHINE_TYPE = "pseries-10.0";

  /** An idle guest never gets there; it runs as if it did this many a second. */
  private static final long LEAST_WARM_RATE = 1000;

  private final PseriesMachine machine;
  private final HptLease lease;
  private final HashPageTable table;
  private final Program program;
  private final Vcpu vcpu;

  /** When the vCPU's idling ends, and up to when the guest was let run; ns of the guest's clock. */
  private long wakes;

  private long ranTo;

  private SteppedGuest(
      PseriesMachine machine, Program program, HptLease lease, HashPageTable table) {
    this.machine = machine;
    this.program = program;
    this.lease = lease;
    this.table = table;
    this.vcpu = machine.vcpus().getFirst();
  }

  /**
   * Boots a guest.
   *
   * @param memoryBytes of RAM
   * @param htabShift log2 of the table's bytes
   * @throws IOException if it does not boot
   */
  static SteppedGuest boot(long memoryBytes, int htabShift, GuestOptions options)
      throws IOException {
    PseriesMachine machine =
        new PseriesMachine(
            new MachineConfig(memoryBytes, htabShift, htabShift, 1, MACHINE_TYPE, false));
    HptLease lease = machine.hpt().lease();
    HashPageTable table = lease.table();
    boolean whole = false;
    try {
      if (table == null) {
        throw new IOException("the machine has no table to measure");
      }
      SteppedGuest guest =
          new SteppedGuest(machine, GuestKernel.boot(machine, options), lease, table);
      whole = true;
      return guest;
    } catch (GuestBootException failed) {
      throw new IOException(failed.getMessage(), failed);
    } finally {
      if (!whole) {
        lease.close();
        machine.close();
      }
    }
  }

  /** Lets the guest run for so many ns of its clock. */
  @Override
  public void run(long nanos) {
    ranTo += nanos;
    while (wakes <= ranTo) {
      machine.clockNanos(wakes);
      wakes += program.step(vcpu);
    }
  }

  /** Lets the guest run until it has done enough updates at that rate to have settled. */
  void warm(long rate) {
    run(
        MeasuredTable.WARM_UPDATES
            * MeasuredTable.NANOS_PER_SECOND
            / Math.max(rate, LEAST_WARM_RATE));
  }

  HashPageTable table() {
    return table;
  }

  GuestRam ram() {
    return machine.ram().current();
  }

  /** Slots that the guest has changed since it booted; R and C, set by the MMU, do not count. */
  long updates() {
    try {
      return GuestKernel.status(ram()).updates();
    } catch (NoGuestException gone) {
      throw new IllegalStateException("the guest that was booted is gone", gone);
    }
  }

  @Override
  public void close() {
    lease.close();
    machine.close();
  }
}
