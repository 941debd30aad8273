// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/** Where an iterate stopped. */
public enum IterateResult {
  /** The budget was spent; there is more to send right now. */
  BUDGET_SPENT,
  /** All that there was to send is sent; the guest may have changed some of it meanwhile. */
  CAUGHT_UP
}
