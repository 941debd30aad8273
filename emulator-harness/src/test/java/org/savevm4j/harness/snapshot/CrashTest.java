// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each change of a folder is cut at each of its operations, and so is the opening after it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CrashTest {

  private static final Map<String, String> OLD = Map.of("a", "first", "b", "second");

  /** What is done to a folder that holds {@link #OLD}. */
  enum Change {
    SAVE_ANEW {
      @Override
      void on(SnapshotStore store) throws IOException {
        StoredSet.save(store, "c", "third");
      }

      @Override
      Map<String, String> result() {
        return Map.of("a", "first", "b", "second", "c", "third");
      }
    },
    SAVE_OVER {
      @Override
      void on(SnapshotStore store) throws IOException {
        StoredSet.save(store, "a", "third");
      }

      @Override
      Map<String, String> result() {
        return Map.of("a", "third", "b", "second");
      }
    },
    DELETE {
      @Override
      void on(SnapshotStore store) throws IOException {
        store.delete("a");
      }

      @Override
      Map<String, String> result() {
        return Map.of("b", "second");
      }
    };

    abstract void on(SnapshotStore store) throws IOException;

    abstract Map<String, String> result();
  }

  @ParameterizedTest
  @EnumSource
  void powerCutAtEachOperationLeavesTheOldSetOrTheNew(Change change) throws IOException {
    Set<Map<String, String>> found = new TreeSet<>(Comparator.comparing(Map::toString));
    int cuts = 0;
    for (boolean ended = false; !ended; cuts++) {
      CrashFolder folder = filled();
      ended = !isCut(change, folder, cuts);
      for (CrashFolder after : folder.afterPowerCuts()) {
        Map<String, String> set = reopened(after, change);
        assertTrue(!ended || set.equals(change.result()), "what was done is durable");
        found.add(set);
      }
    }
    assertTrue(cuts > 5, "only " + cuts);
    assertEquals(Set.of(OLD, change.result()), found);
  }

  @ParameterizedTest
  @EnumSource
  void killAtEachOperationAndPowerCutAtEachOfTheNextOpeningLeaveTheOldSetOrTheNew(Change change)
      throws IOException {
    int cuts = 0;
    for (boolean ended = false; !ended; cuts++) {
      CrashFolder folder = filled();
      ended = !isCut(change, folder, cuts);
      boolean opened = false;
      for (int later = 0; !opened; later++) {
        CrashFolder killed = folder.afterKill().cutAfter(later);
        opened = !isCut(SnapshotStore::open, killed);
        for (CrashFolder after : killed.afterPowerCuts()) {
          reopened(after, change);
        }
      }
    }
    assertTrue(cuts > 5, "only " + cuts);
  }

  @ParameterizedTest
  @EnumSource
  void faultThatTheProcessSurvivesLeavesTheSetThatItTellsOf(Change change) throws IOException {
    int faults = 0;
    for (boolean ended = false; !ended; faults++) {
      CrashFolder folder = filled();
      SnapshotStore store = SnapshotStore.open(folder);
      folder.failOnceAfter(faults);
      int before = folder.operations();
      try {
        change.on(store);
        ended = folder.operations() - before <= faults;
        assertEquals(change.result(), StoredSet.of(store));
      } catch (SnapshotException told) {
        assertTrue(told.getMessage().startsWith("folder"), told.getMessage());
        assertFalse(told.getMessage().contains("\n"), told.getMessage());
      }
      Map<String, String> set = StoredSet.of(store);
      assertEquals(set, reopened(folder.afterKill(), change));
      for (CrashFolder after : folder.afterPowerCuts()) {
        reopened(after, change);
      }
      StoredSet.save(store, "d", "later");
      store.delete("b");
      Map<String, String> more = new TreeMap<>(set);
      more.put("d", "later");
      more.remove("b");
      for (CrashFolder after : folder.afterPowerCuts()) {
        assertEquals(more, StoredSet.of(SnapshotStore.open(after)));
      }
    }
    assertTrue(faults > 5, "only " + faults);
  }

  @ParameterizedTest
  @EnumSource
  void whatACrashLeftBehindIsGoneAfterTheNextOpening(Change change) throws IOException {
    for (int cut = 0; ; cut++) {
      CrashFolder folder = filled();
      boolean ended = !isCut(change, folder, cut);
      CrashFolder after = folder.afterKill();
      SnapshotStore store = SnapshotStore.open(after);
      List<String> expected = new ArrayList<>(List.of(FileNames.INDEX));
      store.list().forEach(snapshot -> expected.add(FileNames.stream(snapshot.id())));
      assertEquals(expected.stream().sorted().toList(), after.names());
      if (ended) {
        return;
      }
    }
  }

  @Test
  void firstOpeningThatIsCutLeavesAFolderThatOpens() throws IOException {
    boolean opened = false;
    for (int cut = 0; !opened; cut++) {
      CrashFolder folder = new CrashFolder().cutAfter(cut);
      opened = !isCut(SnapshotStore::open, folder);
      assertEquals(Map.of(), StoredSet.of(SnapshotStore.open(folder.afterKill())));
      for (CrashFolder after : folder.afterPowerCuts()) {
        assertEquals(Map.of(), StoredSet.of(SnapshotStore.open(after)));
      }
    }
  }

  private static CrashFolder filled() throws IOException {
    CrashFolder folder = new CrashFolder();
    SnapshotStore store = SnapshotStore.open(folder);
    for (String tag : new TreeSet<>(OLD.keySet())) {
      StoredSet.save(store, tag, OLD.get(tag));
    }
    return folder;
  }

  /** Cuts a change after some operations; answers whether it came to that. */
  private static boolean isCut(Change change, CrashFolder folder, int operations)
      throws IOException {
    SnapshotStore store = SnapshotStore.open(folder);
    folder.cutAfter(operations);
    return isCut(_ -> change.on(store), folder);
  }

  private static boolean isCut(Work work, CrashFolder folder) {
    try {
      work.on(folder);
      return false;
    } catch (IOException cut) {
      assertTrue(cut.getMessage().contains("cut"), cut.getMessage());
      return true;
    }
  }

  /** Opens a folder, and uses it, too. */
  private static Map<String, String> reopened(CrashFolder folder, Change change)
      throws IOException {
    SnapshotStore store = SnapshotStore.open(folder);
    Map<String, String> set = StoredSet.of(store);
    assertTrue(set.equals(OLD) || set.equals(change.result()), set.toString());
    StoredSet.save(store, "d", "later");
    Map<String, String> more = new TreeMap<>(set);
    more.put("d", "later");
    assertEquals(more, StoredSet.of(store));
    return set;
  }

  /** What may be cut. */
  @FunctionalInterface
  private interface Work {
    void on(CrashFolder folder) throws IOException;
  }
}
