// SPDX-License-Identifier: Apache-2.0
/**
 * The HTAB channel: a table told and written as records through a byte channel, as KVM does it
 * through a file descriptor (KVM_PPC_GET_HTAB_FD, Linux Documentation, virt/kvm/api, 4.78).
 *
 * <p>{@link org.savevm4j.channel.HtabChannel} is the contract, {@link
 * org.savevm4j.channel.HtabHost} where a machine hands channels out. {@link
 * org.savevm4j.channel.TableChannels} is both over a table in the process; it reads with the one
 * emitter of {@code org.savevm4j.htab} and writes under the entries' locks. Every refusal is a
 * {@link org.savevm4j.channel.HtabChannelException} of its own type.
 *
 * <p><b>Where it differs from the kernel's</b>, each time on purpose:
 *
 * <ul>
 *   <li>each open reader has marks of its own, so that two do not take each other's changes;
 *   <li>a locked entry is left marked for the next read; the kernel waits for it;
 *   <li>a record that is refused changes nothing; the kernel keeps what came before the fault;
 *   <li>a channel whose table was reset or replaced says so; the kernel reads on in the new one;
 *   <li>a start index beyond the table is refused; the kernel reads nothing;
 *   <li>with flag PACKED, and a codec that the host was given, blocks of {@code
 *       org.savevm4j.packed} take the place of records;
 *   <li>{@link org.savevm4j.channel.HtabChannel#pendingBytes}, and the table's size and generation,
 *       can be asked for.
 * </ul>
 *
 * @serial exclude
 */
package org.savevm4j.channel;
