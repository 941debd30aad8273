// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * A part of a switchover, at the source or at the destination. One that lies within another is a
 * part of it.
 *
 * @param name what was done, such as {@code stop}, or {@code END ram} for one section
 * @param beginNanos when it began, in ns after the migration did at that side
 * @param nanos how long it took
 */
public record SwitchoverStep(String name, long beginNanos, long nanos) {}
