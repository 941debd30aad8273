// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.util.function.Consumer;

/** The thread of one vCPU: step after step, while the gate lets it. */
final class VcpuThread extends Thread {

  private final Vcpu vcpu;
  private final Program program;
  private final PauseGate gate;
  private final Consumer<Throwable> failed;

  /**
   * A thread that is yet to be started.
   *
   * @param failed receives what a step threw, on this thread, while it still counts as inside
   */
  VcpuThread(Vcpu vcpu, Program program, PauseGate gate, Consumer<Throwable> failed) {
    super("vcpu-" + vcpu.index());
    setDaemon(true);
    this.vcpu = vcpu;
    this.program = program;
    this.gate = gate;
    this.failed = failed;
  }

  @Override
  public void run() {
    gate.enter();
    try {
      while (gate.pass()) {
        long idleNanos = program.step(vcpu);
        if (idleNanos > 0) {
          gate.idle(idleNanos);
        }
      }
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    } finally {
      gate.leave();
    }
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
