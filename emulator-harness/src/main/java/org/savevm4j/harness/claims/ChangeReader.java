// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;

/** A way to read what changed in a table. One thread. */
interface ChangeReader extends AutoCloseable {

  /** Reads what changed since the last read; everything, the first time. */
  void read() throws IOException;

  /** How many entries the last read gave. */
  long entries() throws IOException;

  @Override
  void close();
}
