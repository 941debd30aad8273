// SPDX-License-Identifier: Apache-2.0
/**
 * Passes a stream on byte for byte, but for the section of the page table, which is loaded and
 * saved again.
 *
 * <p>{@link org.savevm4j.harness.rewrite.StreamRewrite} runs the load that a machine runs, over a
 * {@link org.savevm4j.harness.rewrite.Passage} that carries or drops the bytes which that load has
 * got. {@link org.savevm4j.harness.rewrite.PassedRam} gets pages and keeps none; {@link
 * org.savevm4j.harness.rewrite.PassedTable} lets the section's own loader fill a table and its own
 * saver tell it, all of it in END:
 *
 * <pre>
 *   in   START shift   PART 0 records mark   ...   END 0 records mark       the rest
 *   out  START shift   PART 0 mark           ...   END 0 all records mark   the rest
 * </pre>
 *
 * <p>Of the guest, only its table is held in memory. One thread. {@link
 * org.savevm4j.harness.rewrite.FileRewrite} does it from file to file. {@link
 * org.savevm4j.harness.rewrite.Relay} does it between two emulators while they migrate, and has a
 * second thread, an {@link org.savevm4j.harness.rewrite.AnswerPump}, for the way back.
 */
package org.savevm4j.harness.rewrite;
