// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Sets of snapshots as tests compare them: by tag, the text that stands for the stream. */
final class StoredSet {

  private static final SnapshotMachine MACHINE = new SnapshotMachine("pseries-10.0", 1 << 20, 1);

  private StoredSet() {}

  /** All that a store has, each stream verified and read. */
  static Map<String, String> of(SnapshotStore store) throws IOException {
    Map<String, String> set = new TreeMap<>();
    for (Snapshot snapshot : store.list()) {
      try (SeekableByteChannel channel = store.verified(snapshot)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (channel.read(bytes) > 0) {
          // to its end
        }
        set.put(snapshot.tag(), new String(bytes.array(), StandardCharsets.UTF_8));
      }
    }
    return set;
  }

  /** Saves a stream in two writes. */
  static Snapshot save(SnapshotStore store, String tag, String stream) throws IOException {
    try (SnapshotDraft draft = store.begin()) {
      byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
      draft.write(ByteBuffer.wrap(bytes, 0, 1));
      draft.write(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
      return store.commit(draft, tag, Instant.EPOCH, 17, MACHINE);
    }
  }
}
