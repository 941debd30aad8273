// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/** The index as the one file of its folder that commits. One thread. */
record IndexFile(Folder folder) {

  private static final int MOST_BYTES = 64 << 20;

  /** Reads the set as it is now, durable or not. */
  SnapshotIndex read() throws IOException {
    String path = folder + "/" + FileNames.INDEX;
    try (SeekableByteChannel channel = folder.open(FileNames.INDEX);
        InputStream in = Channels.newInputStream(channel)) {
      if (channel.size() > MOST_BYTES) {
        throw new SnapshotException(
            path + ": has " + channel.size() + " bytes, " + MOST_BYTES + " are possible");
      }
      return IndexJson.read(path, in.readAllBytes());
    } catch (IOException fault) {
      throw SnapshotException.of(path, fault);
    }
  }

  /**
   * Puts another set in its place. Durable when this returns; when it throws, {@link #read} tells
   * which of them there is.
   */
  void replace(SnapshotIndex next) throws IOException {
    try {
      try (FolderFile file = folder.create(FileNames.NEXT_INDEX)) {
        ByteBuffer text = ByteBuffer.wrap(IndexJson.write(next));
        while (text.hasRemaining()) {
          file.write(text);
        }
        // a name must not become durable before what it names
        file.force();
      }
      folder.rename(FileNames.NEXT_INDEX, FileNames.INDEX);
      folder.sync();
    } catch (IOException fault) {
      throw SnapshotException.of(folder + "/" + FileNames.INDEX, fault);
    }
  }
}
