// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * A call into a section has come back after it was given up: nobody waits for its thread any more,
 * which must not touch what it worked on.
 */
final class AbandonedCallError extends Error {

  private static final long serialVersionUID = 1L;

  private final transient SectionCall call;
  private final transient Runnable late;

  AbandonedCallError(SectionCall call, Runnable late) {
    super(call.section().label() + " comes back from " + call.callback() + " too late");
    this.call = call;
    this.late = late;
  }

  /** Lets go of what the call held; then the section can be called again. */
  void letGo() {
    try {
      late.run();
    } finally {
      call.forgiven();
    }
  }
}
