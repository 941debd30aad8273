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
  private @Nullable HeldBytes held;

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
    HeldBytes bytes = new HeldBytes(in.staged());
    int begin = bytes.size();
    DeviceTail tail = new DeviceTail(header, bytes);
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    JsonNode vmdesc = tail.vmdesc();
    while (vmdesc == null) {
      if (bytes.size() > maxBytes || tail.isHopeless() || channel.read(piece.clear()) < 0) {
        throw new MalformedStreamException(
            in.position(),
            "payload of " + header,
            "of unknown length",
            "a VMDESC that describes it, within the next " + maxBytes + " bytes");
      }
      tail.add(piece);
      vmdesc = tail.vmdesc();
    }
    hold(bytes, begin, in.position());
    return vmdesc;
  }

  /**
   * Reads ahead to the channel's end, and holds what comes, for a stream of which the end is waited
   * for.
   *
   * @param in an input over this channel
   * @return false if more comes than is held; the bytes are given again all the same
   */
  boolean hold(StateInput in) throws IOException {
    HeldBytes bytes = new HeldBytes(in.staged());
    int begin = bytes.size();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    boolean more = true;
    while (more && bytes.size() <= maxBytes) {
      more = channel.read(piece.clear()) >= 0;
      bytes.add(piece);
    }
    hold(bytes, begin, in.position());
    return !more;
  }

  private void hold(HeldBytes bytes, int begin, long position) {
    ahead = bytes.from(begin);
    held = bytes;
    heldFrom = position;
  }

  /** What is held from an offset of the stream on, which is not before where that begins. */
  ByteBuffer held(long offset) {
    return requireHeld().from((int) (offset - heldFrom));
  }

  /**
   * Bytes of the stream, from an offset to another, both behind where {@link #vmdesc} was called.
   */
  public byte[] bytes(long from, long to) {
    return requireHeld().copy((int) (from - heldFrom), (int) (to - heldFrom));
  }

  private HeldBytes requireHeld() {
    return Objects.requireNonNull(held, "nothing was read ahead");
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
