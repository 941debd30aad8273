// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line of QEMU.
 *
 * @param qemu which one: {@code qemu-10} or {@code qemu-7}
 * @param machine machine type and its options
 * @param cpu {@code POWER8} for a hashed page table, {@code POWER9} for radix
 * @param megabytes of RAM, in MiB, with more options of {@code -m} behind a comma
 * @param cpus vCPUs
 * @param work what the guest does beside its heartbeat: idle, fork, churn or write
 * @param more further arguments
 */
record QemuOptions(
    String qemu,
    String machine,
    String cpu,
    String megabytes,
    int cpus,
    String work,
    List<String> more) {

  /** Mitigations that TCG does not have. */
  private static final String UNMITIGATED =
      ",cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off";

  QemuOptions {
    more = List.copyOf(more);
  }

  /**
   * A POWER8 guest of 512 MiB on QEMU 10. QEMU itself serves its kernel's first calls, so that its
   * vCPU boots nothing but Linux.
   */
  static QemuOptions guest(String work) {
    return new QemuOptions(
        "qemu-10", "pseries" + UNMITIGATED + ",x-vof=on", "POWER8", "512", 1, work, List.of());
  }

  /** The same machine with the firmware SLOF, as QEMU's users have it. */
  QemuOptions slof() {
    return machine("x-vof=off");
  }

  /** The same machine on QEMU 7.2. */
  QemuOptions onQemu7() {
    return new QemuOptions("qemu-7", machine, cpu, megabytes, cpus, work, more);
  }

  /** With one more option of the machine. */
  QemuOptions machine(String option) {
    return new QemuOptions(qemu, machine + "," + option, cpu, megabytes, cpus, work, more);
  }

  QemuOptions cpu(String type) {
    return new QemuOptions(qemu, machine, type, megabytes, cpus, work, more);
  }

  QemuOptions memory(String size) {
    return new QemuOptions(qemu, machine, cpu, size, cpus, work, more);
  }

  QemuOptions cpus(int number) {
    return new QemuOptions(qemu, machine, cpu, megabytes, number, work, more);
  }

  QemuOptions with(String... arguments) {
    List<String> all = new ArrayList<>(more);
    all.addAll(List.of(arguments));
    return new QemuOptions(qemu, machine, cpu, megabytes, cpus, work, all);
  }

  /** The whole command; the guest's console is QEMU's standard output. */
  List<String> command() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(firmware());
    command.addAll(
        List.of(
            "-no-reboot",
            "-kernel",
            QemuSetup.get("kernel"),
            "-initrd",
            QemuSetup.get("initrd"),
            "-append",
            "console=hvc0 panic=1 work=" + work));
    command.addAll(more);
    return command;
  }

  /** The command of a machine without a guest, which stands at its firmware's prompt. */
  List<String> firmware() throws IOException, InterruptedException {
    return List.of(
        QemuSetup.get(qemu),
        "-M",
        machine,
        "-cpu",
        cpu,
        "-m",
        megabytes,
        "-smp",
        Integer.toString(cpus),
        "-nodefaults",
        "-display",
        "none",
        "-chardev",
        "stdio,id=console,signal=off",
        "-serial",
        "chardev:console");
  }
}
