// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
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

  private final SectionHeader first;
  private final HeldBytes held;

  /** Where what looks like the end of the sections and a VMDESC begins, by where it would end. */
  private final Map<Long, List<Integer>> candidates = new HashMap<>();

  private int scanned;
  private int found;

  /**
   * @param first the section whose payload begins
   * @param held what is there of it so far; grows here
   */
  DeviceTail(SectionHeader first, HeldBytes held) {
    this.first = first;
    this.held = held;
    scan();
  }

  /** Adds what came, up to the buffer's position. */
  void add(ByteBuffer came) {
    held.add(came);
    scan();
  }

  /** Whether it is of no use to look on: the bytes were made to look like ends. */
  boolean isHopeless() {
    return found > MOST_CANDIDATES;
  }

  /** The VMDESC, if the stream's last byte is there. */
  @Nullable JsonNode vmdesc() throws IOException {
    for (int at : candidates.getOrDefault((long) held.size(), List.of())) {
      JsonNode vmdesc = VmdescTail.parse(held.copy(at + PREFIX_BYTES, held.size()));
      if (vmdesc != null && delimits(vmdesc, at)) {
        return vmdesc;
      }
    }
    return null;
  }

  /** Looks at each place once. */
  private void scan() {
    ByteBuffer all = held.from(0);
    for (; scanned + PREFIX_BYTES < held.size() && !isHopeless(); scanned++) {
      if (held.get(scanned) == RecordType.EOF.code()
          && held.get(scanned + 1) == RecordType.VMDESC.code()
          && held.get(scanned + PREFIX_BYTES) == '{') {
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
    StateInput in = new StateInput(Channels.newChannel(held.input()));
    QevmReader frame = new QevmReader(in);
    VmdescWalk walk = new VmdescWalk(vmdesc, (leaf, from) -> from.skip(leaf.bytes()));
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
