// SPDX-License-Identifier: Apache-2.0
/**
 * The records in which a hashed page table is told: one codec, one emitter, one applier.
 *
 * <p>The format is that of the HTAB file descriptor (KVM_PPC_GET_HTAB_FD, Linux Documentation,
 * virt/kvm/api, 4.78), which QEMU put on the wire with big-endian headers. {@link
 * org.savevm4j.htab.HtabRecord} is its layout and its one bounds check. {@link
 * org.savevm4j.htab.HtabEmitter} makes laps over a table and puts records of what was not sent yet;
 * {@link org.savevm4j.htab.HtabApplier} stores records into a table that nobody else sees.
 */
package org.savevm4j.htab;
