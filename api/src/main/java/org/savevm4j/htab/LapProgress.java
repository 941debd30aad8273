// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

/** Where a lap is after a batch of slots. */
enum LapProgress {
  /** All of the batch was added, and more slots come. */
  GOES_ON,

  /** There was no room for all of it; the next call goes on with what is left. */
  FULL,

  /** The table's end was reached. */
  LAP_ENDED
}
