// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * Where a stream that is looked at comes from: read from its start as a channel, and looked into
 * ahead and behind. A file is looked into anywhere, a pipe only as far as it was read or is read
 * ahead. One thread.
 */
public sealed interface StreamSource extends ReadableByteChannel permits FileSource, PipeSource {

  /**
   * A file, a named pipe or a device such as /dev/stdin. Opening a pipe waits for its writer.
   *
   * @throws IOException if it cannot be read; names it
   */
  static StreamSource open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    FileChannel channel = FileChannel.open(file);
    return Files.isRegularFile(file) ? new FileSource(channel) : new PipeSource(channel);
  }

  /** What comes from a channel that can only be read on. */
  static StreamSource of(ReadableByteChannel channel) {
    return new PipeSource(channel);
  }

  /**
   * The VMDESC at the stream's end, or null if it has none. A pipe is read to its end for that.
   *
   * @param header the section whose payload comes next
   * @param in an input over this source
   * @throws org.savevm4j.stream.MalformedStreamException if the end is too far ahead in a pipe
   */
  @Nullable JsonNode vmdesc(SectionHeader header, StateInput in) throws IOException;

  /**
   * A copy of the bytes that come next, which stay there to be got; only after {@link #vmdesc}.
   *
   * @param in an input over this source
   * @param most how many at most; fewer where the stream ends
   */
  byte[] next(StateInput in, int most) throws IOException;

  /**
   * The bytes around an offset, when nothing is to be got any more: a pipe is read on if need be.
   *
   * @return null if a pipe's bytes there are gone
   */
  @Nullable StreamExcerpt around(long offset) throws IOException;
}
