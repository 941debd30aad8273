// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of snapshots, no two with one tag or id.
 *
 * @param nextId above that of every snapshot there ever was in the folder
 * @param snapshots by ascending id
 */
record SnapshotIndex(long nextId, List<Snapshot> snapshots) {

  static final SnapshotIndex EMPTY = new SnapshotIndex(1, List.of());

  SnapshotIndex {
    snapshots = List.copyOf(snapshots);
  }

  @Nullable Snapshot find(String tag) {
    return snapshots.stream().filter(each -> each.tag().equals(tag)).findFirst().orElse(null);
  }

  boolean has(long id) {
    return snapshots.stream().anyMatch(each -> each.id() == id);
  }

  /** The set with a snapshot of id {@link #nextId} in place of the one of its tag. */
  SnapshotIndex with(Snapshot next) {
    List<Snapshot> set = new ArrayList<>(without(next.tag()).snapshots);
    set.add(next);
    return new SnapshotIndex(next.id() + 1, set);
  }

  SnapshotIndex without(String tag) {
    return new SnapshotIndex(
        nextId, snapshots.stream().filter(each -> !each.tag().equals(tag)).toList());
  }
}
