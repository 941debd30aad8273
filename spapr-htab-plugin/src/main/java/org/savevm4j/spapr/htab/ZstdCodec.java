// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.CorruptBlockException;

/**
 * Zstandard (RFC 8878), level 1: a frame without its magic number, content size and checksum, all
 * of which a block tells itself. Each direction's context is made at its first use and kept.
 */
public final class ZstdCodec implements BlockCodec {

  private static final int LEVEL = 1;

  private @Nullable ZstdCompressCtx compressor;
  private @Nullable ZstdDecompressCtx decompressor;

  /** Takes nothing yet. */
  public ZstdCodec() {}

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public int compress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room) {
    if (compressor == null) {
      compressor =
          new ZstdCompressCtx()
              .setLevel(LEVEL)
              .setMagicless(true)
              .setContentSize(false)
              .setChecksum(false)
              .setDictID(false);
    }
    try {
      return compressor.compressDirectByteBuffer(target, at, room, source, from, length);
    } catch (ZstdException failure) {
      if (failure.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw failure;
    }
  }

  @Override
  public int decompress(
      ByteBuffer source, int from, int length, ByteBuffer target, int at, int room)
      throws CorruptBlockException {
    if (decompressor == null) {
      decompressor = new ZstdDecompressCtx().setMagicless(true);
    }
    try {
      return decompressor.decompressDirectByteBuffer(target, at, room, source, from, length);
    } catch (ZstdException failure) {
      throw new CorruptBlockException(String.valueOf(failure.getMessage()));
    }
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
    if (decompressor != null) {
      decompressor.close();
      decompressor = null;
    }
  }
}
