// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.savevm4j.htab.RecordTarget;

/** A plain table that records of a stream are applied to; throws at what is no whole record. */
final class ToldTable implements RecordTarget {

  final byte[] bytes;
  long position;
  long records;
  long valid;
  long invalid;

  ToldTable(int shift) {
    bytes = new byte[1 << shift];
  }

  @Override
  public void put(MemorySegment source, long from, long length) {
    ByteBuffer in = ByteBuffer.wrap(source.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
    while (in.hasRemaining()) {
      int index = in.getInt();
      int entries = Short.toUnsignedInt(in.getShort());
      int empty = Short.toUnsignedInt(in.getShort());
      if (entries + empty == 0) {
        throw new AssertionError("a record that a receiver takes for the end of the iteration");
      }
      in.get(bytes, index * 16, entries * 16);
      Arrays.fill(bytes, (index + entries) * 16, (index + entries + empty) * 16, (byte) 0);
      records++;
      valid += entries;
      invalid += empty;
    }
    position += length;
  }

  @Override
  public long position() {
    return position;
  }
}
