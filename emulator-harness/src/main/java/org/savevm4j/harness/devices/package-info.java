// SPDX-License-Identifier: Apache-2.0
/**
 * The stub machine's devices, each one's state declared once, under the names and versions that a
 * QEMU pseries has them. What the stub does not model is not in its sections, so a stream of its
 * devices is its own; RAM and page table are QEMU's.
 *
 * <p>{@link org.savevm4j.harness.devices.MachineDevices} lists them in the order of the stream.
 * Saved and loaded with the guest paused.
 */
package org.savevm4j.harness.devices;
