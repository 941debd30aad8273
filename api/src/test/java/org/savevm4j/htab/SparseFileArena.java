// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory that is mapped from sparse files, so that pages that nobody touches cost nothing. */
final class SparseFileArena implements Arena {

  private final Arena life = Arena.ofShared();
  private final Path folder;

  SparseFileArena(Path folder) {
    this.folder = folder;
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    try {
      Path file = Files.createTempFile(folder, "sparse", ".mem");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        return channel.map(MapMode.READ_WRITE, 0, byteSize, life);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MemorySegment.Scope scope() {
    return life.scope();
  }

  @Override
  public void close() {
    life.close();
  }
}
