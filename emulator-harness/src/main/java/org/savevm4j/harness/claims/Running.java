// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

/** Something that changes memory as its own clock goes on. */
@FunctionalInterface
interface Running {

  /** Runs for so many ns of its clock. */
  void run(long nanos);
}
