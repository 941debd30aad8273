// SPDX-License-Identifier: Apache-2.0
/**
 * Tests that ask the real QEMU and a real Linux in it, run by the profile {@code qemu}.
 *
 * <p>{@link org.savevm4j.harness.qemu.QemuSetup} runs {@code emulator-harness/qemu/setup} once and
 * skips the test, with the reason, where that is impossible. {@link
 * org.savevm4j.harness.qemu.QemuOptions} is a command line, {@link
 * org.savevm4j.harness.qemu.QemuProcess} a QEMU that runs, with its monitor and the {@link
 * org.savevm4j.harness.qemu.Heartbeat} of its guest; {@link org.savevm4j.harness.qemu.StreamSink}
 * keeps what a QEMU sends. {@link org.savevm4j.harness.qemu.ClientQemu} is a QEMU for clients of
 * QMP that are not ours, {@link org.savevm4j.harness.qemu.NpmClient} such a client, out of a
 * package registry. Classes named {@code *QemuIT} are the tests; each prints its figures.
 */
package org.savevm4j.harness.qemu;
