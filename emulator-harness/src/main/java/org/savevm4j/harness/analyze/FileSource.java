// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/** A file, which can be looked into anywhere. */
record FileSource(FileChannel file) implements StreamSource {

  @Override
  public @Nullable JsonNode vmdesc(SectionHeader header, StateInput in) throws IOException {
    // what was got already is no description of what comes
    return VmdescTail.find(file, in.position());
  }

  @Override
  public byte[] next(StateInput in, int most) throws IOException {
    return bytes(in.position(), most);
  }

  @Override
  public StreamExcerpt around(long offset) throws IOException {
    long begin = StreamExcerpt.begin(offset);
    return new StreamExcerpt(begin, bytes(begin, (int) (StreamExcerpt.end(offset) - begin)));
  }

  private byte[] bytes(long from, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
      // a read may give less than was asked for
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return file.read(into);
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
