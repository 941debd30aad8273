// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.HptResize;
import org.savevm4j.harness.hcall.Hypercalls;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.harness.hcall.RegisterProcessTable;
import org.savevm4j.harness.memory.RamHost;
import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.HptGeometry;

/**
 * A stub of a pSeries machine: RAM, a hashed page table, vCPUs, a clock, and run control. It is
 * built paused, with all of its state zero.
 *
 * <p>Run control is for any thread but those of the vCPUs; concurrent calls of it happen one after
 * the other. RAM, table and vCPUs are replaced and loaded only while the machine is paused.
 */
public final class PseriesMachine implements AutoCloseable {

  private final MachineConfig config;
  private final RamHost ram;
  private final HptGeometry boot;
  private final HptHolder hpt;
  private final MachineTables tables;
  private final Invalidations invalidations = new Invalidations();
  private final Hypercalls hypercalls;
  private final List<Vcpu> vcpus;
  private final PauseGate gate = new PauseGate();
  private final Throttle throttle = new Throttle();
  private final GuestClock clock = new GuestClock();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile Consumer<Throwable> failureListener = _ -> {};

  /** Held by whoever loads, stops, continues or closes; vCPU threads never take it. */
  private final Object control = new Object();

  private final List<VcpuThread> threads = new ArrayList<>();
  private boolean closed;

  /**
   * A machine with an empty table of the shift in {@code config}.
   *
   * @throws OutOfMemoryError if the system has no room for RAM or table
   */
  public PseriesMachine(MachineConfig config) {
    this.config = config;
    boot = new HptGeometry(config.htabShift());
    PendingTable pending = new PendingTable();
    // what the guest may have on the source, the destination must take
    int resized = config.resizeHpt() ? config.largestResizedShift() : 0;
    hpt = new HptHolder(Math.max(config.maxHtabShift(), resized), pending);
    hpt.install(HptHolder.fresh(boot));
    ram = new RamHost(config.memoryBytes());
    tables = new MachineTables(hpt, gate);
    hypercalls =
        new Hypercalls(
            tables,
            config.memoryBytes(),
            invalidations,
            new HptResize(tables, pending, config.resizeHpt(), config.largestResizedShift()),
            new RegisterProcessTable(tables, boot));
    List<Vcpu> all = new ArrayList<>();
    for (int i = 0; i < config.cpus(); i++) {
      all.add(new Vcpu(i, hypercalls, tables, invalidations));
    }
    vcpus = List.copyOf(all);
  }

  public MachineConfig config() {
    return config;
  }

  public RamHost ram() {
    return ram;
  }

  public HptHolder hpt() {
    return hpt;
  }

  public Hypercalls hypercalls() {
    return hypercalls;
  }

  /** What the hypercalls see of table and gate. */
  MachineTables tables() {
    return tables;
  }

  /** The vCPUs, in the order of their indexes; never others. */
  public List<Vcpu> vcpus() {
    return vcpus;
  }

  /**
   * Gives the vCPUs what they run, and starts their threads, which wait until the machine
   * continues.
   *
   * @throws IllegalStateException if that was done before, or the machine is closed
   */
  public void load(Program program) {
    synchronized (control) {
      if (closed || !threads.isEmpty()) {
        throw new IllegalStateException(closed ? "the machine is closed" : "a guest is loaded");
      }
      for (Vcpu vcpu : vcpus) {
        threads.add(new VcpuThread(vcpu, program, gate, throttle, this::fail));
      }
      threads.forEach(Thread::start);
    }
  }

  /**
   * Pauses the guest, and returns when no vCPU is inside a step and the clock stands. What they
   * wrote is visible to the caller. Harmless if the machine is paused, failed or closed.
   */
  public void stop() {
    refuseVcpu();
    synchronized (control) {
      gate.stop();
      clock.stop();
    }
  }

  /**
   * Lets the guest run, and returns when it does. Harmless if it runs.
   *
   * @return when the first vCPU began to run after the last pause, as {@link System#nanoTime}
   * @throws IllegalStateException if no guest is loaded, the machine is closed, or the guest
   *     failed, with {@link #failure} as the cause
   */
  public long cont() {
    refuseVcpu();
    synchronized (control) {
      if (closed || threads.isEmpty()) {
        throw new IllegalStateException(closed ? "the machine is closed" : "no guest is loaded");
      }
      if (failure.get() != null) {
        throw new IllegalStateException("the guest failed", failure.get());
      }
      clock.start();
      long firstStepNanos = gate.open();
      if (failure.get() != null) {
        // it failed just now, and may have stopped the clock before it was started
        clock.stop();
      }
      return firstStepNanos;
    }
  }

  /**
   * Gives the guest an empty table of the size that it booted with, and makes registers and
   * segments zero; RAM and clock stay. A resize that was prepared is dropped. The guest is paused.
   *
   * @throws IllegalStateException if the machine runs or is closed
   * @throws OutOfMemoryError if the system has no room for the table; nothing has changed then
   */
  public void resetTable() {
    refuseVcpu();
    synchronized (control) {
      if (closed || isRunning()) {
        throw new IllegalStateException(closed ? "the machine is closed" : "the machine runs");
      }
      hpt.adopt(HptHolder.fresh(boot));
      vcpus.forEach(Vcpu::reset);
    }
  }

  /**
   * Has every vCPU drop what it cached of the table's entries, some of which were stored otherwise
   * than by a hypercall; the guest is paused.
   */
  public void dropTranslations() {
    invalidations.all();
  }

  /**
   * Takes the guest's table away, for it is radix from now on. From within a step, which then waits
   * for the other vCPUs to end theirs, or while the guest is paused.
   */
  public void dropTable() {
    tables.alone(
        () -> {
          tables.replace(null);
          return 0;
        });
  }

  /**
   * Gives the guest an empty table in place of what it has. From within a step, which then waits
   * for the other vCPUs to end theirs, or while the guest is paused.
   *
   * @param shift log2 of the bytes, {@value HptGeometry#MIN_SHIFT} to {@value
   *     HptGeometry#MAX_SHIFT}
   * @throws OutOfMemoryError if the system has no room for it; nothing has changed then
   */
  public void newTable(int shift) {
    HptGeometry geometry = new HptGeometry(shift);
    tables.alone(
        () -> {
          tables.replace(HptHolder.fresh(geometry));
          return 0;
        });
  }

  /**
   * Says who hears of the guest's failure, once, in place of whoever heard before. It is called on
   * the thread of the vCPU, which still counts as inside its step, when no other will begin one; it
   * returns at once and waits for nobody who waits for the machine.
   */
  public void onFailure(Consumer<Throwable> listener) {
    failureListener = listener;
  }

  /** What a step threw, the first if several did; null if none. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** Takes a share of their time from the vCPUs, in percent, 0 to {@value Throttle#MOST}. */
  public void throttle(int percent) {
    throttle.set(percent);
  }

  public RunState runState() {
    if (failure.get() != null) {
      return RunState.INTERNAL_ERROR;
    }
    return gate.isOpen() ? RunState.RUNNING : RunState.PAUSED;
  }

  public boolean isRunning() {
    return runState() == RunState.RUNNING;
  }

  /** How long the guest has run, in ns; stands while the guest is paused. Any thread. */
  public long clockNanos() {
    return clock.now();
  }

  /**
   * Sets the clock, for a load.
   *
   * @throws IllegalStateException if the machine runs
   */
  public void clockNanos(long value) {
    synchronized (control) {
      if (isRunning()) {
        throw new IllegalStateException("the clock of a running machine cannot be set");
      }
      clock.set(value);
    }
  }

  /**
   * Ends the vCPUs' threads after their step and gives RAM and table back. A table that is on lease
   * stays until the lease is closed; RAM is gone at once. Harmless if closed.
   */
  @Override
  public void close() {
    refuseVcpu();
    synchronized (control) {
      if (closed) {
        return;
      }
      closed = true;
      gate.end();
      threads.forEach(VcpuThread::joinUninterruptibly);
      clock.stop();
      hpt.adopt(null);
      ram.free();
    }
  }

  /** Called by the thread of a vCPU whose step threw. */
  private void fail(Throwable reason) {
    boolean first = failure.compareAndSet(null, reason);
    gate.jam();
    clock.stop();
    if (first) {
      failureListener.accept(reason);
    }
  }

  private static void refuseVcpu() {
    if (Thread.currentThread() instanceof VcpuThread) {
      throw new IllegalStateException("a vCPU would wait for itself");
    }
  }
}
