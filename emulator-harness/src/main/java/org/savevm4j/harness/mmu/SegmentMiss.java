// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

/** No entry of the SLB holds the address, or the one that does has a reserved page size. */
public record SegmentMiss(long ea) implements TranslationResult {}
