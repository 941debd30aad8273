// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.jspecify.annotations.Nullable;

/**
 * A job as monitors show it.
 *
 * @param id as whoever began it called it
 * @param type what it does, in QEMU's words
 * @param status in QEMU's words
 * @param done of {@code total} steps; a snapshot is one step, as QEMU counts its own
 * @param error why it failed, one line, or null
 */
public record JobInfo(
    String id, String type, String status, long done, long total, @Nullable String error) {}
