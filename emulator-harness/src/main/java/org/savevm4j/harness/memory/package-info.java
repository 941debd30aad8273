// SPDX-License-Identifier: Apache-2.0
/**
 * Memory that is there only where it was stored to, and the guest's RAM on top of it.
 *
 * <p>{@link org.savevm4j.harness.memory.SparseArena} is an arena whose allocations are sparse
 * mappings; tables and RAM get their memory from it. {@link org.savevm4j.harness.memory.GuestRam}
 * is the RAM with two maps of its pages: {@link org.savevm4j.harness.memory.PageMarks}, which a
 * saver takes, and touched, which only grows and spares a saver all pages never stored to. {@link
 * org.savevm4j.harness.memory.RamHost} holds the RAM that the machine has now.
 *
 * <p><b>Why no store is lost.</b> A store into RAM comes first and the page's dirty bit after it,
 * by an unconditional atomic OR; the saver takes the bit first and reads the page after that.
 * Either the saver sees the store, or the OR comes after the taking and the page goes once more.
 * Bytes read while a store is under way may be torn; then the bit is not set yet, and will be.
 *
 * <p><b>Why no mark is out of sight.</b> The saver finds marks from above: top bit, summary bit,
 * page bits. Who marks sets them from below, the upper two only where they are not set already, and
 * that is safe: the saver takes the upper bits first. If a look finds the summary bit set, the
 * saver takes it, and then the pages' word, after that look, thus after the page's bit was set. If
 * a look finds the top bit set, the saver takes it after that look, and then either takes this
 * word, as before, or sees the summary bit when it has taken another word's, and sets the top bit
 * again. All of these are volatile accesses, in one order for all threads.
 */
package org.savevm4j.harness.memory;
