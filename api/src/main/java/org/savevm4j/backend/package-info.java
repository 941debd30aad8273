// SPDX-License-Identifier: Apache-2.0
/**
 * Where a section gets a machine's table from and brings it to: the contract {@link
 * org.savevm4j.backend.HtabBackend}, and its two implementations. {@link
 * org.savevm4j.backend.TableBackend} has the table in the process; {@link
 * org.savevm4j.backend.ChannelBackend} has the HTAB channel alone.
 *
 * <p>What the two put on a stream differs in one thing: the first lap over a channel tells runs of
 * empty slots, which the table in the process leaves out. Either loads both. A channel refuses an
 * entry without V in a valid run, which the other stores as it is.
 *
 * <p>The table in the process can be read apart from its records, so that both sides can compare
 * what they hold in the end ({@link org.savevm4j.backend.TableDigest}).
 */
package org.savevm4j.backend;
