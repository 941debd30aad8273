// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

/**
 * How long updates took in some window, in ns.
 *
 * @param updates how many there were
 */
record LatencyFigures(long updates, long p50, long p99, long max) {}
