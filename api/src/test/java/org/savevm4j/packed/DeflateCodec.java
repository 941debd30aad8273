// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A codec that the JDK has. */
public class DeflateCodec implements BlockCodec {

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);

  /** Takes nothing yet. */
  public DeflateCodec() {}

  @Override
  public String name() {
    return "deflate";
  }

  @Override
  public int compress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room) {
    deflater.reset();
    deflater.setInput(source.slice(from, length));
    deflater.finish();
    int bytes = deflater.deflate(target.slice(at, room));
    return deflater.finished() ? bytes : -1;
  }

  @Override
  public int decompress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room)
      throws CorruptBlockException {
    inflater.reset();
    inflater.setInput(source.slice(from, length));
    try {
      int bytes = inflater.inflate(target.slice(at, room));
      if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw new CorruptBlockException("more than " + room + " bytes");
      }
      if (!inflater.finished()) {
        throw new CorruptBlockException("no end");
      }
      return bytes;
    } catch (DataFormatException corrupt) {
      throw new CorruptBlockException(String.valueOf(corrupt.getMessage()));
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
