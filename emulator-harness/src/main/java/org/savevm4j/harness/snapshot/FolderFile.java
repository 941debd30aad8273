// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A file of a folder that is being written. */
interface FolderFile extends WritableByteChannel {

  /** Makes durable what was written, under whatever name the file gets. */
  void force() throws IOException;
}
