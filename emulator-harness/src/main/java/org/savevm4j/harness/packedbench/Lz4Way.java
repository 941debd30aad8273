// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 alone, its fast level, by the library in C. */
final class Lz4Way implements Way {

  private final LZ4Compressor compressor = LZ4Factory.nativeInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.nativeInstance().safeDecompressor();

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public int pack(ByteBuffer plain, int length, ByteBuffer packed) {
    return compressor.compress(plain, 0, length, packed, 0, packed.capacity());
  }

  @Override
  public int unpack(ByteBuffer packed, int length, ByteBuffer plain) {
    return decompressor.decompress(packed, 0, length, plain, 0, plain.capacity());
  }
}
