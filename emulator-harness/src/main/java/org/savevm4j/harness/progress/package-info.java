// SPDX-License-Identifier: Apache-2.0
/**
 * What a command shows while it works: on standard error, redrawn in place on a terminal, in plain
 * lines elsewhere, or not at all.
 *
 * <p>A {@link org.savevm4j.harness.progress.Progress} is the display. It has a thread of its own
 * that asks now and then what there is to show, and puts it on a {@code Screen}, which may block,
 * so that whoever works only counts: a {@link org.savevm4j.harness.progress.Work} is so much of so
 * much, with the time that is left; a {@link org.savevm4j.harness.progress.MigrationProgress} is a
 * migration at one moment, and a {@link org.savevm4j.harness.progress.Trend} of such moments says
 * how fast it goes and when it may end. A {@link org.savevm4j.harness.progress.CountedChannel}
 * counts what is read.
 */
package org.savevm4j.harness.progress;
