// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a stream, whoever wrote it: loads it as a machine would, into memory that belongs to
 * nobody.
 *
 * <p>{@link org.savevm4j.harness.analyze.StreamContents} runs the same load as a machine does, with
 * an onlooker's RAM and page table, and devices that are walked by the stream's own VMDESC ({@link
 * org.savevm4j.harness.analyze.VmdescWalk}), which stands at the end of the file and is found there
 * first. {@link org.savevm4j.harness.analyze.StreamAnalysis} is the outcome, up to the first fault.
 *
 * <p>A stream that comes in live has no end to look at yet: {@link
 * org.savevm4j.harness.analyze.LookAhead} reads on until its VMDESC is there, and then gives what
 * it read.
 */
package org.savevm4j.harness.analyze;
