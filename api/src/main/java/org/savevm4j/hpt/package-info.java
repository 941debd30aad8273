// SPDX-License-Identifier: Apache-2.0
/**
 * The hashed page table of a POWER guest, as the emulator and a section share it.
 *
 * <p><b>What there is.</b> A {@link org.savevm4j.hpt.HashPageTable} is the guest's memory for the
 * table, in guest byte order, a map of which slots are occupied, and for each reader a set of
 * marks: which slots changed ({@link org.savevm4j.hpt.DirtyMarks}). "Dirty" means: a doubleword of
 * the slot was stored since the reader last took the slot's mark. A reader is a saver, or whoever
 * opened a channel on the table; up to two at a time, none of which sees the others' takings
 * ({@link org.savevm4j.hpt.DirtyTracking}). {@link org.savevm4j.hpt.HptHost} is where a machine
 * keeps its current table and its generation.
 *
 * <p><b>Who writes what.</b> vCPUs write entries and maps, one entry at a time, under the entry's
 * lock, which is bit 0x40 of doubleword 0 in the table itself. A reader, one thread, takes marks of
 * its own set and only reads entries; it never takes an entry's lock and never waits for one.
 *
 * <p><b>Storing an entry</b> (any vCPU):
 *
 * <ol>
 *   <li>lock: compare-and-set of doubleword 0 with the lock bit (a full fence);
 *   <li>make it invalid, still locked; store doubleword 1;
 *   <li>set or clear the slot's occupied bit;
 *   <li>mark, in each set that is open then: set the slot's bit and, unless it was set, its word's
 *       summary bit, then that one's word's top bit, each only if not set already;
 *   <li>store doubleword 0 without the lock bit, with release: the entry is valid and unlocked.
 * </ol>
 *
 * <p><b>Taking changes</b> (a reader):
 *
 * <ol>
 *   <li>take the top word, then the summary words it names, then the words those name (read and
 *       cleared in one step), a batch at a time;
 *   <li>a full fence; where no mark was there to take, nothing was cleared, and none is needed;
 *   <li>read the entries, doubleword 0 of each no later than its doubleword 1: the vCPU's store of
 *       doubleword 1 may still wait in its core when it checks the mark, and then only the lock
 *       tells of it. Mark again whatever is seen locked. (The first lap takes the marks of some
 *       words, and after the fence reads their occupied bits.)
 * </ol>
 *
 * <p><b>Why no change is lost.</b> The check before the set in step 4 may skip the set only if it
 * sees a mark that is not yet taken. The lock of step 1 came before that check and the reader's
 * read comes after its taking, so the reader sees the lock, and marks again, or sees what step 5
 * stored. If the mark was taken before the check, the check sees it clear and sets it anew. A copy
 * torn between doublewords was read while step 2 ran, thus before step 4, whose check comes after
 * the taking: the mark is set again, and the slot goes once more. With no vCPU inside a hypercall,
 * which is so at complete, nothing is locked and nothing is torn.
 *
 * <p>A slot's bit that is seen set was set under the entry's lock, or by the reader itself, by
 * somebody who set the two levels above before he let go. If they were taken since, the reader is
 * on its way to this very word: it takes words after their summary, and puts a summary back that it
 * does not follow. So the levels need no second look.
 *
 * <p><b>Copying whole words.</b> Instead of step 3, a reader may copy the occupied slots of many
 * words without a look at them, tell the others as empty from the maps alone, and then, with
 * acquire, ask two things of all of them: does the copy hold a lock bit, and is a slot of them
 * marked again? (The copy may hold more entries than are told, and then says locked too often.) If
 * neither, each entry that is told was valid and unlocked. It was not locked when it was copied;
 * had somebody emptied it after its occupied bit was read, he would have come to step 4 after the
 * taking, and so marked it, before he unlocked with release. (An entry torn between doublewords is
 * told as it is, here as there, and goes once more.) If either, nothing of the batch is told, and
 * it is made anew by step 3. A slot that was told as empty while somebody filled it was not
 * occupied yet when the maps were read; its mark comes after. Both questions about marks, what is
 * there to take in the first lap and what came again, are asked of the summary first: who set a
 * slot's bit set its word's summary bit too before he unlocked, and a first lap takes no summary.
 * The look at the summary is volatile, and a first lap's reads of the occupied bits come after it;
 * they are plain. A mark that is missed because its setter is between the two stays: the slot goes
 * once more, and his lock is seen or what he stores comes after. Entries that a loader stored with
 * V = 0, strays, are occupied without being valid; a table that may hold one is read by step 3
 * alone.
 *
 * <p><b>Opening a set.</b> A reader publishes its set (a volatile store), takes a full fence, and
 * begins a first lap over all occupied slots. A vCPU that looked for open sets before the set was
 * published, and so left no mark, had locked the entry and set or cleared its occupied bit before
 * it looked. The reader therefore sees the occupied bit as it is to be, and the lock, for which it
 * marks the slot itself, or what step 5 stored. A set that is closed may get a last mark from a
 * vCPU that looked before; when it is opened again that is one mark too many, which costs one entry
 * sent twice.
 *
 * <p><b>Lock order:</b> pause gate, the host's own for a table in the making, table generation,
 * entry, mark (which is lock-free).
 *
 * <p><b>Replacement.</b> A table that was replaced lives until the last holder of an {@link
 * org.savevm4j.hpt.HptLease} on it lets go; its memory is never freed under a reader.
 */
package org.savevm4j.hpt;
