// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * A stream that comes only once. From its first device on it is read to its end and held, since the
 * VMDESC, by which devices are told apart, comes last.
 */
final class PipeSource implements StreamSource {

  private final RecentBytes recent;
  private final LookAhead channel;

  PipeSource(ReadableByteChannel from) {
    recent = new RecentBytes(from);
    channel = new LookAhead(recent);
  }

  @Override
  public @Nullable JsonNode vmdesc(SectionHeader header, StateInput in) throws IOException {
    if (!channel.hold(in)) {
      throw new MalformedStreamException(
          in.position(),
          "payload of " + header,
          "of unknown length",
          "a VMDESC that describes it, within the next "
              + LookAhead.MAX_BYTES
              + " bytes, as far as a pipe is read ahead; look at the stream in a file");
    }
    ByteBuffer rest = channel.held(in.position());
    int begin = Math.max(0, rest.remaining() - (int) VmdescTail.MAX_BYTES);
    return VmdescTail.find(MemorySegment.ofBuffer(rest.slice(begin, rest.remaining() - begin)));
  }

  @Override
  public byte[] next(StateInput in, int most) {
    ByteBuffer rest = channel.held(in.position());
    byte[] bytes = new byte[Math.min(most, rest.remaining())];
    rest.get(bytes);
    return bytes;
  }

  @Override
  public @Nullable StreamExcerpt around(long offset) throws IOException {
    long begin = StreamExcerpt.begin(offset);
    byte[] bytes = recent.bytes(begin, StreamExcerpt.end(offset));
    return bytes == null ? null : new StreamExcerpt(begin, bytes);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
