// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a stream, whoever wrote it: loads it as a machine would, into memory that belongs to
 * nobody.
 *
 * <p>{@link org.savevm4j.harness.analyze.StreamContents} runs the same load as a machine does, over
 * a {@link org.savevm4j.harness.analyze.StreamSource}, with an onlooker's RAM and page table, and
 * devices that are walked by the stream's own VMDESC ({@link
 * org.savevm4j.harness.analyze.VmdescWalk}), which stands at the end. In a file it is found there;
 * a pipe is read to its end when the first device comes. {@link
 * org.savevm4j.harness.analyze.StreamAnalysis} is the outcome, up to the first fault, with the
 * bytes around that. {@link org.savevm4j.harness.analyze.WatchedBackend} stands between the section
 * of the page table and the table, and tells each record to a {@link
 * org.savevm4j.harness.analyze.RecordListener}; {@link org.savevm4j.harness.analyze.TableEntries}
 * remembers where they put entries, so that nobody walks the rest of a large table.
 *
 * <p>A stream that comes in live has no end to wait for: {@link
 * org.savevm4j.harness.analyze.LookAhead} reads on until its VMDESC is there, and then gives what
 * it read.
 */
package org.savevm4j.harness.analyze;
