// SPDX-License-Identifier: Apache-2.0
/**
 * Measures what a migration costs the guest: how long its changes of the page table take while it
 * migrates, against before.
 *
 * <p>{@link org.savevm4j.harness.latency.LatencyBench} runs a guest on one vCPU and lets it migrate
 * now and then, over a link of 16 MiB a second that does not get to an end before the window does.
 * RAM and table take their turns meanwhile as in any migration. {@link
 * org.savevm4j.harness.latency.UpdateTimes} takes the time of each H_ENTER, H_REMOVE and H_PROTECT
 * as the vCPU sees it, {@link org.savevm4j.harness.latency.LatencyResult} is what came of it.
 */
package org.savevm4j.harness.latency;
