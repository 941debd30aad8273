// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of a file system, which no other process uses as one of snapshots meanwhile. */
final class DiskFolder implements Folder {

  /** A stream holds all of the guest's memory. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<?> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final FolderLock lock;

  private DiskFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, and makes it if its parent is there.
   *
   * @throws SnapshotException if another process has it, or it cannot be had
   */
  static DiskFolder take(Path path) throws SnapshotException {
    try {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw new SnapshotException(path + ": the folder " + parent + " does not exist");
      }
      if (!Files.isDirectory(path)) {
        Files.createDirectory(path, OWNERS_FOLDER);
        sync(path.toAbsolutePath().resolve(".."));
      }
      return new DiskFolder(path, FolderLock.take(path));
    } catch (IOException fault) {
      throw SnapshotException.of(path.toString(), fault);
    }
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public FolderFile create(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(name),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            OWNER_ONLY);
    return new DiskFile(channel);
  }

  @Override
  public SeekableByteChannel open(String name) throws IOException {
    return FileChannel.open(path.resolve(name), StandardOpenOption.READ);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }

  @Override
  public void sync() throws IOException {
    sync(path);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** On Linux a folder can be opened to be read, and then be synced. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record DiskFile(FileChannel channel) implements FolderFile {

    @Override
    public int write(ByteBuffer source) throws IOException {
      return channel.write(source);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
