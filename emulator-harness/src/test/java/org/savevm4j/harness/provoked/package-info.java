// SPDX-License-Identifier: Apache-2.0
/**
 * Faults that tests provoke, and what is said of them.
 *
 * <p>A test registers a {@link org.savevm4j.harness.provoked.ProvokedFaults} with the words that it
 * expects. It hears uncaught exceptions itself, and loggers by a {@link
 * org.savevm4j.harness.provoked.LogKeeper}.
 */
package org.savevm4j.harness.provoked;
