// SPDX-License-Identifier: Apache-2.0
/**
 * From an effective address to a real one, through segments and the hashed page table.
 *
 * <p>{@link org.savevm4j.harness.mmu.Slb} finds the segment of an address; its vsid word says
 * {@link org.savevm4j.harness.mmu.SegmentSize} and base {@link org.savevm4j.harness.mmu.PageSize}.
 * {@link org.savevm4j.harness.mmu.HptHash} makes of VSID and offset a hash and an AVPN, and is what
 * a guest uses as well to place entries and to learn what an entry that it found in the table maps.
 * {@link org.savevm4j.harness.mmu.HashMmu} and {@link org.savevm4j.harness.mmu.VcpuMmu} search the
 * primary group and then the secondary one, and answer a {@link
 * org.savevm4j.harness.mmu.TranslationResult}: the first for an onlooker, who changes nothing, the
 * second for a processor, which checks protection, sets R and C, and caches.
 *
 * <p><b>R and C.</b> They are set under the entry's lock, and the slot is marked, if what was read
 * of the entry lacks them. Under the lock the entry is compared with what was read, so that no bit
 * ever lands in another one; H_PROTECT, which keeps them, and H_REMOVE, which answers them, hold
 * the same lock, so that no bit is lost. An access that finds its bits set takes no lock.
 *
 * <p><b>Stale translations.</b> On a real machine a guest that changed an entry has tlbie drop what
 * processors cached of it. Here the hypercall does. {@link org.savevm4j.harness.mmu.Invalidations}
 * has counts, one for many groups of slots. Whoever changes or takes away a valid entry
 *
 * <ol>
 *   <li>locks it;
 *   <li>adds to the count of its group, with a full fence;
 *   <li>stores it and unlocks it.
 * </ol>
 *
 * <p>A vCPU that looks for an entry reads the count first and the entry after it, and keeps the
 * count with what it caches; a cached translation is good as long as the count is the same.
 *
 * <p><b>Why that is enough.</b> A translation that begins after the hypercall returned reads the
 * count of step 2, and drops what was cached with an older one. Something old cannot have been
 * cached with the new count: who reads the count of step 2 then sees the entry locked, by step 1,
 * or as step 3 left it, and an entry that was seen locked is not cached. It is the count that is
 * compared, not the entry, so that an entry that gives way to another and comes back deceives
 * nobody; and the same count, unchanged from before to after a search, tells that the two
 * doublewords which were read belong together. Counts are 64 bits wide and do not come around.
 *
 * <p>Making an empty slot valid invalidates nothing: nothing was cached of it since it was emptied.
 * A change of the SLB needs no word either: each access looks its segment up, and a cached page
 * counts only for the vsid word that it was cached under. A replaced table is another object, which
 * the cache compares, and keeps so that no later one can be taken for it.
 *
 * <p>The promise ends with the real address. That no vCPU is still about to use one when its page
 * is given to somebody else is the guest's business, whose locks see to it.
 *
 * <p>"Offset" is always in bytes from the start of the segment. VSIDs are plain numbers unless a
 * name says "word".
 */
package org.savevm4j.harness.mmu;
