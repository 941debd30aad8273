// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a folder; the protocol is in the description of this package. Lists for any
 * thread; all else for one at a time, with at most one draft.
 */
public final class SnapshotStore implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SnapshotStore.class.getName());

  private static final int PIECE_BYTES = 1 << 20;

  private final Folder folder;
  private final IndexFile file;
  private volatile SnapshotIndex set;

  /** Nobody knows which set there is. */
  private boolean lost;

  private SnapshotStore(Folder folder, SnapshotIndex set) {
    this.folder = folder;
    this.file = new IndexFile(folder);
    this.set = set;
  }

  /**
   * Opens a folder, or makes it if its parent is there, and removes what a crash left behind.
   *
   * @throws SnapshotException if another emulator has it, or what it holds is not what was written
   *     here; nothing has changed then
   */
  public static SnapshotStore open(Path folder) throws SnapshotException {
    return open(DiskFolder.take(folder));
  }

  /** Opens a folder that is the store's from now on; closed if that fails. */
  static SnapshotStore open(Folder folder) throws SnapshotException {
    boolean open = false;
    try {
      SnapshotStore store = new SnapshotStore(folder, recover(folder));
      open = true;
      return store;
    } catch (IOException fault) {
      throw SnapshotException.of(folder.toString(), fault);
    } finally {
      if (!open) {
        closeQuietly(folder);
      }
    }
  }

  /** In the order in which they were taken. Any thread. */
  public List<Snapshot> list() {
    return set.snapshots();
  }

  /** The snapshot of a tag, or null. Any thread. */
  public @Nullable Snapshot find(String tag) {
    return set.find(tag);
  }

  /** Begins a stream. */
  public SnapshotDraft begin() throws SnapshotException {
    requireKnown();
    long id = set.nextId();
    String path = path(FileNames.draft(id));
    try {
      return new SnapshotDraft(this, id, path, folder.create(FileNames.draft(id)));
    } catch (IOException fault) {
      throw SnapshotException.of(path, fault);
    }
  }

  /**
   * Makes a draft a snapshot, in place of the one that has its tag. Durable when this returns; when
   * it throws, the set is the old one or the new, and {@link #list} tells which.
   *
   * @param date when the guest was stopped for it
   * @param clockNanos how long the guest had run then, in ns
   */
  public Snapshot commit(
      SnapshotDraft draft, String tag, Instant date, long clockNanos, SnapshotMachine machine)
      throws SnapshotException {
    String sha256 = draft.finish();
    String stream = FileNames.stream(draft.id());
    try {
      folder.rename(FileNames.draft(draft.id()), stream);
      draft.renamed();
      // a set must not become durable before the name of its stream
      folder.sync();
    } catch (IOException fault) {
      throw SnapshotException.of(path(stream), fault);
    }
    Snapshot next = new Snapshot(draft.id(), tag, date, clockNanos, draft.bytes(), machine, sha256);
    replace(set.with(next));
    return next;
  }

  /** Takes a snapshot away, durably; answers whether there was one. */
  public boolean delete(String tag) throws SnapshotException {
    requireKnown();
    if (set.find(tag) == null) {
      return false;
    }
    replace(set.without(tag));
    return true;
  }

  /**
   * Opens the stream of a snapshot at its start, when all of it was read and is as it was written.
   *
   * @throws SnapshotException if it is not
   */
  public SeekableByteChannel verified(Snapshot snapshot) throws SnapshotException {
    String name = FileNames.stream(snapshot.id());
    SeekableByteChannel channel = null;
    boolean right = false;
    try {
      channel = folder.open(name);
      verify(channel, snapshot);
      channel.position(0);
      right = true;
      return channel;
    } catch (IOException fault) {
      throw SnapshotException.of(path(name), fault);
    } finally {
      if (!right && channel != null) {
        closeQuietly(channel);
      }
    }
  }

  /** Lets go of the folder. */
  @Override
  public void close() throws SnapshotException {
    try {
      folder.close();
    } catch (IOException fault) {
      throw SnapshotException.of(folder.toString(), fault);
    }
  }

  /** The folder's path. */
  @Override
  public String toString() {
    return folder.toString();
  }

  /** Takes away a draft that did not become a snapshot. */
  void drop(long id) {
    try {
      folder.delete(FileNames.draft(id));
    } catch (IOException fault) {
      leaveBehind(fault);
    }
  }

  private void replace(SnapshotIndex next) throws SnapshotException {
    SnapshotIndex old = set;
    try {
      file.replace(next);
      set = next;
    } catch (IOException fault) {
      SnapshotException named = SnapshotException.of(folder.toString(), fault);
      lookAgain(named);
      if (set.equals(old)) {
        // it is durable, as ever: the disk may be full of what was to be added
        tidy();
      }
      throw named;
    }
    tidy();
  }

  /** It failed on the way: what is there now counts. */
  private void lookAgain(SnapshotException fault) {
    try {
      set = file.read();
    } catch (IOException unreadable) {
      lost = true;
      fault.addSuppressed(unreadable);
    }
  }

  private void tidy() {
    if (!lost) {
      try {
        removeLeftOvers(folder, set);
      } catch (IOException fault) {
        leaveBehind(fault);
      }
    }
  }

  private void requireKnown() throws SnapshotException {
    if (lost) {
      throw new SnapshotException(
          folder + ": its index could not be read after a fault; start the emulator anew");
    }
  }

  private static SnapshotIndex recover(Folder folder) throws IOException {
    IndexFile file = new IndexFile(folder);
    List<String> names = folder.names();
    if (!names.contains(FileNames.INDEX)) {
      if (names.stream().anyMatch(FileNames::isStream)) {
        throw new SnapshotException(
            "%s: has streams but no %s; put that back, or take another folder"
                .formatted(folder, FileNames.INDEX));
      }
      file.replace(SnapshotIndex.EMPTY);
    }
    SnapshotIndex set = file.read();
    // the set may be so new that a power cut would bring the old one back, which needs its streams
    folder.sync();
    removeLeftOvers(folder, set);
    return set;
  }

  /** Removes what belongs to no snapshot of a set that is durable. */
  private static void removeLeftOvers(Folder folder, SnapshotIndex set) throws IOException {
    for (String name : folder.names()) {
      if (FileNames.isLeftOver(name, set)) {
        folder.delete(name);
      }
    }
  }

  private static void verify(SeekableByteChannel channel, Snapshot snapshot) throws IOException {
    if (channel.size() != snapshot.bytes()) {
      throw new IOException(
          "damaged: it has %d bytes and was written with %d"
              .formatted(channel.size(), snapshot.bytes()));
    }
    Sha256 digest = new Sha256();
    ByteBuffer piece = ByteBuffer.allocate(Math.clamp(snapshot.bytes(), 1, PIECE_BYTES));
    while (channel.read(piece.clear()) >= 0) {
      digest.update(piece.flip());
    }
    if (!digest.hex().equals(snapshot.sha256())) {
      throw new IOException("damaged: its SHA-256 is not the one that it was written with");
    }
  }

  private String path(String name) {
    return folder + "/" + name;
  }

  /** Costs room, and no more: the next opening removes it. */
  private static void leaveBehind(IOException fault) {
    LOG.log(Level.DEBUG, "left behind among the snapshots: " + fault.getMessage(), fault);
  }

  private static void closeQuietly(Closeable what) {
    try {
      what.close();
    } catch (IOException fault) {
      LOG.log(Level.DEBUG, "while another fault was met", fault);
    }
  }
}
