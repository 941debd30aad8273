// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The stream of a snapshot in the making, of which nobody knows yet. One thread; closed in any
 * case, and gone then unless it was committed.
 */
public final class SnapshotDraft implements WritableByteChannel {

  private final SnapshotStore store;
  private final long id;
  private final String path;
  private final FolderFile file;
  private final Sha256 digest = new Sha256();
  private long bytes;
  private boolean forced;
  private boolean renamed;

  /**
   * @param path of the file, for messages
   */
  SnapshotDraft(SnapshotStore store, long id, String path, FolderFile file) {
    this.store = store;
    this.id = id;
    this.path = path;
    this.file = file;
  }

  long id() {
    return id;
  }

  /** Written so far. */
  public long bytes() {
    return bytes;
  }

  @Override
  public int write(ByteBuffer source) throws SnapshotException {
    ByteBuffer copy = source.duplicate();
    try {
      int count = file.write(source);
      digest.update(copy.limit(copy.position() + count));
      bytes += count;
      forced = false;
      return count;
    } catch (IOException fault) {
      throw SnapshotException.of(path, fault);
    }
  }

  /** Makes durable what was written. */
  public void force() throws SnapshotException {
    try {
      file.force();
      forced = true;
    } catch (IOException fault) {
      throw SnapshotException.of(path, fault);
    }
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Takes the file away, unless it was committed. */
  @Override
  public void close() throws SnapshotException {
    try {
      closeFile();
    } finally {
      if (!renamed) {
        store.drop(id);
      }
    }
  }

  /** Ends the file, durable; answers the digest of it. */
  String finish() throws SnapshotException {
    if (!forced) {
      force();
    }
    closeFile();
    return digest.hex();
  }

  /** It has the name of a whole stream now. */
  void renamed() {
    renamed = true;
  }

  private void closeFile() throws SnapshotException {
    try {
      file.close();
    } catch (IOException fault) {
      throw SnapshotException.of(path, fault);
    }
  }
}
