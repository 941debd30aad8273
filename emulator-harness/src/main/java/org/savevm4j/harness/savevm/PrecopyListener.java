// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/** Hears how a migration goes. On the migration thread, so it returns at once. */
public interface PrecopyListener {

  void phase(MigrationPhase phase);

  /** A lap over RAM begins; 1 is the first. */
  void pass(long pass);
}
