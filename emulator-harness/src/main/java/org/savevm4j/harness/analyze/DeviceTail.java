// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;
import tools.jackson.databind.JsonNode;

/**
 * The last bytes of a stream that comes in live, from inside its first unknown section on, and the
 * VMDESC in them. A peer that waits for an answer does not close, so that the end must be found by
 * what is there: {@code 00 06}, a be32 length that reaches to the last byte so far, JSON, and
 * sections that this JSON delimits exactly up to there.
 */
final class DeviceTail {

  private static final int PREFIX_BYTES = 6;

  /** Places that may look like the end; bytes that are not made to have hardly any. */
  private static final int MOST_CANDIDATES = 16;

  /** By how much the buffer grows at least, and at most. */
  private static final int LEAST_GROWTH = 256 << 10;

  private static final int MOST_GROWTH = 4 << 20;

  private final SectionHeader first;
  private byte[] bytes;
  private int size;

  /** Where what looks like the end of the sections and a VMDESC begins, by where it would end. */
  private final Map<Long, List<Integer>> candidates = new HashMap<>();

  private int scanned;
  private int found;

  /**
   * @param first the section whose payload begins with {@code begin}
   */
  DeviceTail(SectionHeader first, byte[] begin) {
    this.first = first;
    bytes = begin.clone();
    size = begin.length;
    scan();
  }

  /** Adds what came, up to the buffer's position. */
  void add(ByteBuffer came) {
    ByteBuffer read = came.duplicate().flip();
    if (bytes.length - size < read.remaining()) {
      int growth = Math.clamp(bytes.length, LEAST_GROWTH, MOST_GROWTH);
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + growth, size + read.remaining()));
    }
    int count = read.remaining();
    read.get(bytes, size, count);
    size += count;
    scan();
  }

  int size() {
    return size;
  }

  /** What is there from a place on; not a copy. */
  ByteBuffer from(int begin) {
    return ByteBuffer.wrap(bytes, begin, size - begin).slice();
  }

  /** Those bytes of it. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Whether it is of no use to look on: the bytes were made to look like ends. */
  boolean isHopeless() {
    return found > MOST_CANDIDATES;
  }

  /** The VMDESC, if the stream's last byte is there. */
  @Nullable JsonNode vmdesc() throws IOException {
    for (int at : candidates.getOrDefault((long) size, List.of())) {
      JsonNode vmdesc = VmdescTail.parse(Arrays.copyOfRange(bytes, at + PREFIX_BYTES, size));
      if (vmdesc != null && delimits(vmdesc, at)) {
        return vmdesc;
      }
    }
    return null;
  }

  /** Looks at each place once. */
  private void scan() {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    for (; scanned + PREFIX_BYTES < size && !isHopeless(); scanned++) {
      if (bytes[scanned] == RecordType.EOF.code()
          && bytes[scanned + 1] == RecordType.VMDESC.code()
          && bytes[scanned + PREFIX_BYTES] == '{') {
        long length = Integer.toUnsignedLong(all.getInt(scanned + 2));
        if (length <= VmdescTail.MAX_BYTES) {
          long end = scanned + PREFIX_BYTES + length;
          candidates.computeIfAbsent(end, _ -> new ArrayList<>()).add(scanned);
          found++;
        }
      }
    }
  }

  /** Whether sections follow one another up to {@code end}, where the byte that ends them is. */
  private boolean delimits(JsonNode vmdesc, int end) throws IOException {
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes, 0, size)));
    QevmReader frame = new QevmReader(in);
    VmdescWalk walk = new VmdescWalk(vmdesc, (_, _, count, leaf) -> leaf.skip(count));
    try {
      QevmReader.Item item = new QevmReader.Item.Section(RecordType.FULL, first);
      while (!(item instanceof QevmReader.Item.End)) {
        if (item instanceof QevmReader.Item.Section section) {
          walk.load(section.header(), in);
          frame.endSection(section);
        }
        item = frame.next();
      }
      return in.position() == end + 1;
    } catch (StreamException _) {
      return false;
    }
  }
}
