// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

/**
 * The segment is there and no entry of the table maps the page.
 *
 * @param slbIndex the segment's index in the SLB
 * @param vsid the segment's number
 * @param hash the primary hash, all 64 bits of it: where an entry for the page would go
 */
public record EntryMiss(long ea, int slbIndex, long vsid, long hash) implements TranslationResult {}
