// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The thread of one vCPU: step after step, while the gate lets it. A throttled one rests after its
 * steps, for at least {@value #LEAST_REST} ns at a time; what it idles by itself counts as rest.
 */
final class VcpuThread extends Thread {

  private static final long LEAST_REST = 1_000_000;

  private final Vcpu vcpu;
  private final Program program;
  private final PauseGate gate;
  private final Throttle throttle;
  private final Consumer<Throwable> failed;

  /** Rest that is still to be taken, in ns. */
  private long owed;

  /**
   * A thread that is yet to be started.
   *
   * @param failed receives what a step threw, on this thread, while it still counts as inside
   */
  VcpuThread(
      Vcpu vcpu, Program program, PauseGate gate, Throttle throttle, Consumer<Throwable> failed) {
    super("vcpu-" + vcpu.index());
    setDaemon(true);
    this.vcpu = vcpu;
    this.program = program;
    this.gate = gate;
    this.throttle = throttle;
    this.failed = failed;
  }

  @Override
  public void run() {
    vcpu.hostThread(systemId());
    gate.enter();
    try {
      while (gate.pass()) {
        long idleNanos = throttle.isOn() ? throttledStep() : program.step(vcpu);
        if (idleNanos > 0) {
          gate.idle(idleNanos);
        }
      }
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    } finally {
      gate.leave();
      vcpu.hostThread(0);
    }
  }

  /** What Linux calls this thread, or Java, where there is no Linux to ask. */
  private long systemId() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(self.getFileName().toString());
    } catch (IOException | NumberFormatException _) {
      return threadId();
    }
  }

  /** Does a step, and answers how long to idle after it. */
  private long throttledStep() {
    long begin = System.nanoTime();
    long idleNanos = program.step(vcpu);
    owed += throttle.restFor(System.nanoTime() - begin);
    long rest = Math.max(idleNanos, owed < LEAST_REST ? 0 : owed);
    owed = Math.max(0, owed - rest);
    return rest;
  }

  /** Waits for the thread's end. An interrupt is kept for afterwards. */
  void joinUninterruptibly() {
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
