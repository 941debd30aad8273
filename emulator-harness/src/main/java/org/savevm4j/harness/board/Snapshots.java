// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.harness.snapshot.SnapshotDraft;
import org.savevm4j.harness.snapshot.SnapshotException;
import org.savevm4j.harness.snapshot.SnapshotStore;

/**
 * The snapshots of one emulator as its monitors see them. Any thread; one operation at a time, for
 * which others wait. Its lock is taken before that of migrations.
 */
public final class Snapshots {

  /** How long a closing emulator waits for an operation. */
  private static final long END_MILLIS = 5000;

  /** The name that QEMU makes up where none is given. */
  private static final DateTimeFormatter MADE_UP =
      DateTimeFormatter.ofPattern("'vm-'yyyyMMddHHmmss", Locale.ROOT);

  private final @Nullable SnapshotStore opened;
  private final Board board;
  private final RunSwitch runSwitch;
  private final Capabilities capabilities;
  private final Migrations migrations;
  private final SnapshotJobs jobs;
  private final ReentrantLock operation = new ReentrantLock(true);

  private volatile @Nullable SnapshotSave saving;
  private volatile boolean closed;

  /**
   * @param opened null if the emulator has no folder for them; closed by {@link #close}
   */
  Snapshots(
      @Nullable SnapshotStore opened,
      Board board,
      RunSwitch runSwitch,
      Capabilities capabilities,
      Migrations migrations,
      Consumer<Consumer<EmulatorListener>> tell) {
    this.opened = opened;
    this.board = board;
    this.runSwitch = runSwitch;
    this.capabilities = capabilities;
    this.migrations = migrations;
    this.jobs = new SnapshotJobs(this, tell);
  }

  /** The same as orders that nobody waits for. */
  public SnapshotJobs jobs() {
    return jobs;
  }

  /**
   * All there are, in the order in which they were taken.
   *
   * @throws EmulatorException if the emulator was started without a folder for them
   */
  public List<Snapshot> list() throws EmulatorException {
    return store().list();
  }

  /** Saves under a name made up of the time; answers it. */
  public String save() throws EmulatorException {
    String tag = MADE_UP.format(LocalDateTime.now(ZoneId.systemDefault()));
    save(tag, true);
    return tag;
  }

  /**
   * Saves the machine; the guest runs on meanwhile, but for a short stop.
   *
   * @param replace whether to take the place of a snapshot of that tag, once this one is whole
   * @throws EmulatorException if it cannot be; the snapshots are as they were then, unless it says
   *     otherwise
   */
  public void save(String tag, boolean replace) throws EmulatorException {
    save(tag, replace, new Cancellation());
  }

  void save(String tag, boolean replace, Cancellation cancellation) throws EmulatorException {
    requireTag(tag);
    operate(false, cancellation, store -> save(store, tag, replace, cancellation));
  }

  /**
   * Makes the machine what it was at a snapshot. The guest runs afterwards if it ran before.
   *
   * @throws EmulatorException if that cannot be; the machine is as it was then, and runs if it ran,
   *     unless it says that it is left part loaded
   */
  public void load(String tag) throws EmulatorException {
    load(tag, new Cancellation());
  }

  /** The same, unless it is cancelled before it begins. */
  void load(String tag, Cancellation cancellation) throws EmulatorException {
    operate(true, cancellation, store -> load(store, tag));
  }

  /** Takes a snapshot away; answers whether there was one. */
  public boolean delete(String tag) throws EmulatorException {
    SnapshotStore store = store();
    operation.lock();
    try {
      requireOpen();
      return store.delete(tag);
    } catch (SnapshotException fault) {
      throw new EmulatorException(String.valueOf(fault.getMessage()), fault);
    } finally {
      operation.unlock();
    }
  }

  /** Ends what is under way, and lets go of the folder. */
  void close() throws IOException, InterruptedException {
    closed = true;
    SnapshotSave current = saving;
    if (current != null) {
      current.cancel();
    }
    boolean idle = operation.tryLock(END_MILLIS, TimeUnit.MILLISECONDS);
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      if (idle) {
        operation.unlock();
      }
    }
  }

  private void operate(boolean load, Cancellation cancellation, Operation work)
      throws EmulatorException {
    SnapshotStore store = store();
    operation.lock();
    try {
      requireOpen();
      cancellation.requireNone();
      migrations.snapshotBegins(load);
      try {
        work.run(store);
      } finally {
        migrations.snapshotEnds();
      }
    } catch (SnapshotException fault) {
      throw new EmulatorException(String.valueOf(fault.getMessage()), fault);
    } finally {
      operation.unlock();
    }
  }

  private void save(SnapshotStore store, String tag, boolean replace, Cancellation cancellation)
      throws EmulatorException, SnapshotException {
    if (!replace && store.find(tag) != null) {
      throw new EmulatorException("there is a snapshot '" + tag + "' already");
    }
    try (SnapshotDraft draft = store.begin()) {
      SnapshotSave save =
          new SnapshotSave(store, draft, board, runSwitch, capabilities, migrations::parameters);
      saving = save;
      requireOpen();
      cancellation.by(save::cancel);
      save.run(tag);
    } finally {
      cancellation.by(() -> {});
      saving = null;
    }
  }

  private void load(SnapshotStore store, String tag) throws EmulatorException, SnapshotException {
    Snapshot snapshot = store.find(tag);
    if (snapshot == null) {
      throw new EmulatorException("there is no snapshot '" + tag + "'");
    }
    if (!snapshot.machine().equals(board.snapshotMachine())) {
      throw new EmulatorException(
          "snapshot '%s' is of another machine: %s; this one is %s"
              .formatted(tag, snapshot.machine(), board.snapshotMachine()));
    }
    try (SeekableByteChannel channel = store.verified(snapshot)) {
      SnapshotLoad load =
          new SnapshotLoad(
              board,
              snapshot,
              channel,
              () -> migrations.parameters().link().stallTimeout(),
              migrations::warn);
      load.checkHeader();
      boolean loaded = false;
      try {
        runSwitch.stopForSnapshot(RunStatus.RESTORE_VM);
        load.load();
        loaded = true;
      } catch (PartLoadedException part) {
        runSwitch.partLoaded();
        throw part;
      } finally {
        runSwitch.afterSnapshot(loaded);
      }
    } catch (SnapshotException fault) {
      throw fault;
    } catch (IOException | OutOfMemoryError | IllegalStateException fault) {
      throw new EmulatorException(
          "snapshot '%s' cannot be loaded: %s".formatted(tag, fault.getMessage()), fault);
    }
  }

  private SnapshotStore store() throws EmulatorException {
    if (opened == null) {
      throw new EmulatorException("the emulator was started without --snapshots DIR");
    }
    return opened;
  }

  private void requireOpen() throws EmulatorException {
    if (closed) {
      throw new EmulatorException("the emulator ends");
    }
  }

  private static void requireTag(String tag) throws EmulatorException {
    if (tag.isEmpty() || tag.length() > Snapshot.MOST_TAG_CHARS) {
      throw new EmulatorException(
          "a snapshot's tag has 1 to " + Snapshot.MOST_TAG_CHARS + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(tag)) {
      throw new EmulatorException("a snapshot's tag cannot hold half a character of UTF-16");
    }
  }

  /** What is done with the folder, and at most one at a time. */
  @FunctionalInterface
  private interface Operation {
    void run(SnapshotStore store) throws EmulatorException, SnapshotException;
  }
}
