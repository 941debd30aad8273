// SPDX-License-Identifier: Apache-2.0
/**
 * A guest that treats its page table as Linux does on a hash MMU, and the check of what it
 * believes.
 *
 * <p><b>Everything is in RAM and registers.</b> The program that a machine runs ({@link
 * org.savevm4j.harness.guest.GuestKernel}) keeps no state in Java objects, so a migration carries
 * the guest with sections "ram", "cpu" and "spapr/htab" alone, and a page, register or entry that
 * is lost or comes twice is one that the guest, or the check, finds wrong. All data is in
 * big-endian doublewords:
 *
 * <pre>
 *   real address 0    header: what was booted, and      {@code HeaderLayout}
 *                     what is asked of the table
 *   0x10000           areas, 4 KiB each vCPU            {@code AreaLayout}
 *   next 64 KiB page  64 processes each vCPU, 8 KiB     {@code ProcessLayout}
 *                       page table of each: 256 PTEs    {@code PteLayout}
 *   right behind      frames of all pools               {@code FrameLayout}
 *   next 64 KiB page  cache: contents of files          {@code Stamp}
 *   from there on     frames of the pools, spread out   {@code Stamp}
 * </pre>
 *
 * <p>Registers are in {@code GuestRegisters}; where things are is computed in {@code MemoryMap}.
 * Pages are 64 KiB, segments 256 MiB. {@code VirtualSegments} makes VSIDs of contexts, {@code
 * AddressSpace} lays out a process, {@code PageEntry} says what the table should hold for a page.
 *
 * <p><b>A step</b> ({@code KernelProgram}) asks {@code Pace} for leave, then does operations of an
 * {@code Activity}: those are made of {@code Processes} (fork, exec, mmap, exit) and {@code
 * UserAccess} (touch a page through the MMU). A miss ends in {@code HashedPages}, which enters the
 * page and evicts another if both its groups are full; a page without a frame, or one that is
 * shared, in {@code PageFaults}, which takes frames from the {@code FramePool}. Address spaces go
 * by {@code BulkRemoval}. Fork makes the parent's pages read only with H_PROTECT and shares them;
 * the first store to such a page copies it, or protects it back if nobody else has it.
 *
 * <p><b>Loads and stores</b> go through the vCPU's MMU, which sets R and C in entries at any time
 * and marks their slots; pages are entered with neither. The kernel does not look at them, nor does
 * the check.
 *
 * <p><b>What is believed.</b> The PTE's "hashed" word says that the page is in the table, and in
 * which slot. It changes only together with the slot. An evicted entry's owner is found by the
 * entry's VSID, AVPN, and group; its PTE then says "not hashed", and the next touch enters it
 * again.
 *
 * <p><b>Several vCPUs.</b> Each runs processes of its own and has frames of its own; only table and
 * "hashed" words are shared, since any vCPU may evict any entry. The lock of a group ({@code
 * GroupLocks}) covers the group's slots and all beliefs in them: entering, protecting and removing
 * lock the group, look at the belief again, do the hypercall, and set the belief. Holding one lock
 * no other is taken, but by a bulk removal, which takes four in ascending order. A touch translates
 * without a lock; a miss of a page that is believed to be in the table looks again with the lock
 * held, for an eviction may be under way. No lock is held between steps, so that a pause never sees
 * half of such a change, and none needs to migrate.
 *
 * <p><b>Another table, or none.</b> A request ({@link org.savevm4j.harness.guest.GuestEvent}) is a
 * word in the header, stored while the guest is paused, so that it migrates like all else. vCPU 0
 * does it at the start of its steps ({@code TableSwitch}): it asks for a table until that is ready,
 * while all vCPUs go on; then it holds the others up, switches, and notes that no page of any
 * process is in the table. The others find the hold word at the start of a step and idle; it is
 * never set between the steps of vCPU 0. Bolted entries were carried over by the hypercall ({@code
 * LinearMap}: where they are, their hashes tell); all others are entered again as they are missed.
 * A request that is refused leaves the guest as it was. On radix there is no table, the page tables
 * of the processes lead to frames, and nothing is believed to be in a table. {@link
 * org.savevm4j.harness.guest.GuestKernel#reboot} boots the guest anew after a reset of the machine,
 * in RAM as the guest before it left it.
 *
 * <p><b>The check</b> ({@link org.savevm4j.harness.guest.GuestCheck}) reads RAM and table only, and
 * changes nothing. It walks the linear map and all PTEs through the MMU, compares whole entries,
 * addresses and contents, then scans the table for valid entries that nobody believes in, and last
 * holds the kernel's counts against what it found. That the table has the size that the guest had
 * it made with, or that there is none for radix, is checked first. What the guest itself finds
 * wrong while it runs ({@code Surprise}) is counted in RAM and is a mismatch too.
 */
package org.savevm4j.harness.guest;
