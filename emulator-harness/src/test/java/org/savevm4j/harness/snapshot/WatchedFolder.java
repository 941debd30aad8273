// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder on a disk, with somebody before each write who may wait, or refuse it as a disk does.
 */
public final class WatchedFolder implements Folder {

  private final Folder folder;
  private final Watch watch;

  private WatchedFolder(Folder folder, Watch watch) {
    this.folder = folder;
    this.watch = watch;
  }

  /** Opens the snapshots of a folder. */
  public static SnapshotStore open(Path path, Watch watch) throws IOException {
    return SnapshotStore.open(new WatchedFolder(DiskFolder.take(path), watch));
  }

  @Override
  public List<String> names() throws IOException {
    return folder.names();
  }

  @Override
  public FolderFile create(String name) throws IOException {
    return new File(folder.create(name), name);
  }

  @Override
  public SeekableByteChannel open(String name) throws IOException {
    return folder.open(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    folder.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    folder.delete(name);
  }

  @Override
  public void sync() throws IOException {
    folder.sync();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** Is asked before each write. */
  @FunctionalInterface
  public interface Watch {

    /**
     * Lets a write happen, or throws what a disk would say.
     *
     * @param written bytes that the file has so far
     * @param more bytes that are to be added
     */
    void write(String name, long written, int more) throws IOException;
  }

  private final class File implements FolderFile {

    private final FolderFile file;
    private final String name;
    private long written;

    File(FolderFile file, String name) {
      this.file = file;
      this.name = name;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      watch.write(name, written, source.remaining());
      int count = file.write(source);
      written += count;
      return count;
    }

    @Override
    public void force() throws IOException {
      file.force();
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
}
