// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

/** What the MMU makes of an effective address: a real address, or what it missed. */
public sealed interface TranslationResult
    permits Translation, SegmentMiss, EntryMiss, ProtectionMiss {

  /** The effective address that was asked for. */
  long ea();
}
