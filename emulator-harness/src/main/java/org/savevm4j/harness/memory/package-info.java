// SPDX-License-Identifier: Apache-2.0
/**
 * Memory that is there only where it was stored to, and the guest's RAM on top of it.
 *
 * <p>{@link org.savevm4j.harness.memory.SparseArena} is an arena whose allocations are sparse
 * mappings; tables and RAM get their memory from it. {@link org.savevm4j.harness.memory.GuestRam}
 * is the RAM with two bitmaps of its pages: dirty, which a saver takes, and touched, which only
 * grows and spares a saver all pages that were never stored to. {@link
 * org.savevm4j.harness.memory.RamHost} holds the RAM that the machine has now.
 *
 * <p><b>Why no store is lost.</b> A store into RAM comes first and the page's dirty bit after it,
 * by an unconditional atomic OR; the saver takes the bit first and reads the page after that.
 * Either the saver sees the store, or the OR comes after the taking and the page goes once more.
 * Bytes read while a store is under way may be torn; then the bit is not set yet, and will be.
 */
package org.savevm4j.harness.memory;
