// SPDX-License-Identifier: Apache-2.0
/**
 * A URI becomes a channel that a stream is written to or read from.
 *
 * <p>{@link org.savevm4j.harness.transport.MigrationUri} parses what the user wrote; each scheme is
 * one record that knows how to {@linkplain org.savevm4j.harness.transport.MigrationUri#connect()
 * connect} (the outgoing side) and how to {@linkplain
 * org.savevm4j.harness.transport.MigrationUri#listen() listen} (the incoming side). Both lead to a
 * {@link org.savevm4j.harness.transport.Link}.
 *
 * <p>All channels block. One thread reads and one thread writes a link at a time; any thread may
 * close it, which ends a read or write that blocks. Nothing here starts threads but {@link
 * org.savevm4j.harness.transport.StallGuard}, one a link, to give up a link that does not move.
 * Every fault is a {@link org.savevm4j.harness.transport.TransportException} of one line that
 * begins with the URI.
 */
package org.savevm4j.harness.transport;
