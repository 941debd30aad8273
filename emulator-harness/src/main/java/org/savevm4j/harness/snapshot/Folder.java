// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * The operations on a folder of files that the protocol of this package is built on. One thread at
 * a time. What each of them leaves after a power cut is what its description says, and no more.
 */
interface Folder extends Closeable {

  /** Names of all files in it. */
  List<String> names() throws IOException;

  /** Makes a file, or empties one. Neither it nor its content is durable yet. */
  FolderFile create(String name) throws IOException;

  /** Opens a file to read it. */
  SeekableByteChannel open(String name) throws IOException;

  /** Gives a file another name, in place of the file that has it; at once, but not durably. */
  void rename(String from, String to) throws IOException;

  /** Takes a file away, not durably; no harm if there is none. */
  void delete(String name) throws IOException;

  /** Makes durable what was made, renamed and taken away before, but not what is in the files. */
  void sync() throws IOException;

  /** Lets go of the folder, so that another process can have it. */
  @Override
  void close() throws IOException;

  /** The folder's path. */
  @Override
  String toString();
}
