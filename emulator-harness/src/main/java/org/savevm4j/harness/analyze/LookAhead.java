// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * A channel that can be read ahead to the stream's VMDESC, and then gives the same bytes again. One
 * thread.
 */
public final class LookAhead implements ReadableByteChannel {

  /** The largest tail that is held: the devices of a machine and their description. */
  static final int MAX_BYTES = 16 << 20;

  private static final int PIECE_BYTES = 256 << 10;

  private final ReadableByteChannel channel;
  private final int maxBytes;
  private ByteBuffer ahead = ByteBuffer.allocate(0);
  private @Nullable DeviceTail held;

  /** Where what is held begins, in bytes from the start of the stream. */
  private long heldFrom;

  public LookAhead(ReadableByteChannel channel) {
    this(channel, MAX_BYTES);
  }

  LookAhead(ReadableByteChannel channel, int maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads ahead until the VMDESC is there. Waits as long as it takes the peer to send it.
   *
   * @param header the section whose payload comes next
   * @param in an input over this channel
   * @throws MalformedStreamException if the stream ends, or becomes too long, before there is one
   */
  public JsonNode vmdesc(SectionHeader header, StateInput in) throws IOException {
    DeviceTail tail = new DeviceTail(header, in.staged());
    int begin = tail.size();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    JsonNode vmdesc = tail.vmdesc();
    while (vmdesc == null) {
      if (tail.size() > maxBytes || tail.isHopeless() || channel.read(piece.clear()) < 0) {
        throw new MalformedStreamException(
            in.position(),
            "payload of " + header,
            "of unknown length",
            "a VMDESC that describes it, within the next " + maxBytes + " bytes");
      }
      tail.add(piece);
      vmdesc = tail.vmdesc();
    }
    ahead = tail.from(begin);
    held = tail;
    heldFrom = in.position();
    return vmdesc;
  }

  /**
   * Bytes of the stream, from an offset to another, both behind where {@link #vmdesc} was called.
   */
  public byte[] bytes(long from, long to) {
    DeviceTail tail = Objects.requireNonNull(held, "nothing was read ahead");
    return tail.bytes((int) (from - heldFrom), (int) (to - heldFrom));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!ahead.hasRemaining()) {
      return channel.read(into);
    }
    int count = Math.min(ahead.remaining(), into.remaining());
    into.put(ahead.slice(ahead.position(), count));
    ahead.position(ahead.position() + count);
    return count;
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
