// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

/**
 * An effective address and the real one that it leads to.
 *
 * @param slbIndex the segment's index in the SLB; -1 in real mode
 * @param vsid the segment's number; 0 in real mode
 * @param hash the hash that led to the entry, all 64 bits of it; 0 in real mode
 * @param slot the entry's number in the table; -1 in real mode
 * @param secondary whether the hash is the secondary one
 * @param pageShift log2 of the actual page; 0 in real mode
 * @param ra the real address, in bytes; not compared with the size of RAM
 */
public record Translation(
    long ea,
    int slbIndex,
    long vsid,
    long hash,
    long slot,
    boolean secondary,
    int pageShift,
    long ra)
    implements TranslationResult {}
