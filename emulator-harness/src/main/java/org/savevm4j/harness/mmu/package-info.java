// SPDX-License-Identifier: Apache-2.0
/**
 * From an effective address to a real one, through segments and the hashed page table.
 *
 * <p>{@link org.savevm4j.harness.mmu.Slb} finds the segment of an address; its vsid word says
 * {@link org.savevm4j.harness.mmu.SegmentSize} and base {@link org.savevm4j.harness.mmu.PageSize}.
 * {@link org.savevm4j.harness.mmu.HptHash} makes of VSID and offset a hash and an AVPN, and is what
 * a guest uses as well to place entries and to learn what an entry that it found in the table maps.
 * {@link org.savevm4j.harness.mmu.HashMmu} searches the primary group and then the secondary one,
 * and answers a {@link org.savevm4j.harness.mmu.TranslationResult}.
 *
 * <p>"Offset" is always in bytes from the start of the segment. VSIDs are plain numbers unless a
 * name says "word".
 */
package org.savevm4j.harness.mmu;
