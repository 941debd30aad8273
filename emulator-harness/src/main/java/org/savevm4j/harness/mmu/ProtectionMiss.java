// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

/**
 * The page is mapped, and not for this access.
 *
 * @param slbIndex the segment's index in the SLB
 * @param slot the entry's number in the table
 * @param dword1 the entry's doubleword 1 as it was judged
 * @param access what was refused
 */
public record ProtectionMiss(long ea, int slbIndex, long slot, long dword1, Access access)
    implements TranslationResult {}
