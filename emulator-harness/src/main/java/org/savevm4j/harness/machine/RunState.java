// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

/** Whether the guest runs. */
public enum RunState {
  /** No vCPU is inside a step. So is a machine that was just built, or closed. */
  PAUSED,
  /** vCPUs run, or are about to. */
  RUNNING,
  /** A step threw. All vCPUs are stopped, or will be when their step ends, and stay so. */
  INTERNAL_ERROR
}
