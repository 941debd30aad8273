// SPDX-License-Identifier: Apache-2.0
/** Faults that tests provoke, and what is said of them. */
package org.savevm4j.harness.provoked;
