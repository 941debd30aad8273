// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots: a folder of streams, and an index that says which of them count.
 *
 * <pre>
 *   lock              locked by the emulator that has the folder; never removed
 *   index.json        the set: id, tag, date, VM clock, size, machine, SHA-256 of each, and a CRC32C
 *   index.json.part   the next set, in the making
 *   7.qevm            the stream of snapshot 7, whole, never changed any more
 *   8.part            the stream of snapshot 8, in the making
 * </pre>
 *
 * <p>{@link org.savevm4j.harness.snapshot.SnapshotStore} is the folder, {@link
 * org.savevm4j.harness.snapshot.SnapshotDraft} a stream in the making. Files are named by ids, so
 * that a tag may be any text. What is done to files goes through a {@code Folder}, which a test can
 * cut at every operation.
 *
 * <p><b>The steps of a save,</b> 8 being the next id and 7 the snapshot that it replaces, if any:
 *
 * <ol>
 *   <li>write {@code 8.part}, and force it: the stream is durable
 *   <li>rename it to {@code 8.qevm}, and sync the folder: its name is durable
 *   <li>write {@code index.json.part} with 8 and without 7, and force it
 *   <li>rename it to {@code index.json}: <b>this commits</b>
 *   <li>sync the folder: the commit is durable, and the save has succeeded
 *   <li>delete {@code 7.qevm}
 * </ol>
 *
 * <p>A deletion is the same from step 3 on.
 *
 * <p><b>Why a crash leaves the old set or the new one.</b> Which set there is depends on {@code
 * index.json} alone, and that changes in step 4 only, by a rename, which is there or not. It
 * remains that all streams of either set are there, whole:
 *
 * <ul>
 *   <li>Until step 5 the old set may come back, even after step 4 was seen. All streams of it are
 *       there, since they are deleted in step 6 only.
 *   <li>From step 4 on the new set may be what is found. Its index and its stream were forced
 *       before they got their names, and the stream's name was synced before: whatever of the later
 *       operations a power cut lets through, and in whichever order, these are there.
 *   <li>An id is used again only for a stream that no index ever named: {@code next-id} is part of
 *       the set, and grows with each that is committed.
 * </ul>
 *
 * <p><b>What an opening does.</b> It locks the folder, reads the index, syncs the folder, and then
 * deletes each {@code .part} and each stream that the index does not name. The sync comes first:
 * after a kill the index may be one whose rename is not durable yet, and its leftovers are what the
 * old set needs. An index that cannot be read, or whose CRC32C is wrong, and streams without any
 * index are an error, and nothing is deleted: an empty set is written before the first stream, so
 * no crash leaves such a folder.
 *
 * <p><b>When an operation fails</b> and the process goes on, as when the disk is full, the index is
 * read again and counts. The fault is told with the file that it was met at.
 *
 * <p><b>What a load checks</b> before anybody looks into a stream: that the file has the size and
 * the SHA-256 of the index. The emulator then compares the machine and the stream's header, all of
 * that while its guest runs. Last it stops the guest and loads the stream as any that comes in: RAM
 * into a fresh sparse mapping, the table into a fresh one, device state into memory, and swaps them
 * in when all was right. So a stream that is wrong in its midst, though its hash is right, changes
 * nothing either. The price is memory: for the time of the load there are the pages that the guest
 * has touched, and those of the snapshot. A pass that only validates would spare that, but it would
 * be a second judge of streams beside the loaders, and what it let through by mistake would be
 * found half way into the machine.
 */
package org.savevm4j.harness.snapshot;
