// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.CorruptBlockException;

/** The codec of the packed format alone. */
record CodecWay(BlockCodec codec) implements Way {

  @Override
  public String name() {
    return codec.name();
  }

  @Override
  public int pack(ByteBuffer plain, int length, ByteBuffer packed) throws IOException {
    int bytes = codec.compress(plain, 0, length, packed, 0, packed.capacity());
    if (bytes < 0) {
      throw new IOException(codec.name() + " made more than " + packed.capacity() + " bytes");
    }
    return bytes;
  }

  @Override
  public int unpack(ByteBuffer packed, int length, ByteBuffer plain) throws IOException {
    try {
      return codec.decompress(packed, 0, length, plain, 0, plain.capacity());
    } catch (CorruptBlockException corrupt) {
      throw new IOException(codec.name() + " cannot read what it wrote", corrupt);
    }
  }
}
