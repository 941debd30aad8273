// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * Holds the rate of updates: time earns credit, updates spend it, and a vCPU without credit idles.
 * Credit and clock are registers, so that a migration carries them. All amounts are updates times
 * 10^9, which makes ns times updates a second come out even.
 */
final class Pace {

  private static final long SECOND = 1_000_000_000L;

  /** The shortest idling asked for, in ns: shorter ones cost more than they are worth. */
  private static final long LEAST_IDLE = 200_000;

  /** The longest, in ns. */
  private static final long MOST_IDLE = 20_000_000;

  private final GuestCpu cpu;
  private final long rate;
  private final boolean unlimited;

  /** The pace of one vCPU of those that share {@code updatesPerSecond}; 0 is no limit. */
  Pace(GuestCpu cpu, long updatesPerSecond) {
    this.cpu = cpu;
    long vcpus = cpu.map().vcpus();
    // the shares of all vCPUs add up to the whole
    this.rate = (updatesPerSecond + vcpus - 1 - cpu.vcpu().index()) / vcpus;
    this.unlimited = updatesPerSecond == 0;
  }

  /**
   * Earns what the time since the last call is worth, at most a second's: a vCPU that was kept from
   * running catches up on that much.
   *
   * @param now the machine's clock, ns; one that was set back earns nothing
   * @return ns to idle; 0 if there is credit
   */
  long earn(long now) {
    long elapsed = Math.clamp(now - cpu.register(GuestRegisters.CLOCK), 0, SECOND);
    cpu.register(GuestRegisters.CLOCK, now);
    if (unlimited) {
      return 0;
    }
    if (rate == 0) {
      return MOST_IDLE;
    }
    long credit = Math.min(cpu.register(GuestRegisters.CREDIT) + elapsed * rate, rate * SECOND);
    cpu.register(GuestRegisters.CREDIT, credit);
    return credit > 0 ? 0 : Math.clamp(-credit / rate, LEAST_IDLE, MOST_IDLE);
  }

  /** Spends the credit for some updates. */
  void spend(long updates) {
    if (!unlimited) {
      cpu.register(GuestRegisters.CREDIT, cpu.register(GuestRegisters.CREDIT) - updates * SECOND);
    }
  }

  /** Whether there is credit for more. */
  boolean mayGoOn() {
    return unlimited || cpu.register(GuestRegisters.CREDIT) > 0;
  }
}
