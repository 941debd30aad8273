// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file {@value #NAME}, locked while a process has the folder; it says which. The file stays,
 * and the lock goes with the process, however that ends.
 */
final class FolderLock implements Closeable {

  static final String NAME = "lock";

  /**
   * Those of this process. Such a lock must not be tried for: closing any channel on the file gives
   * away all locks that the process has on it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @throws SnapshotException if it is locked
   */
  static FolderLock take(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!OWN.add(real)) {
      throw inUse(folder, "");
    }
    FolderLock lock = null;
    try {
      lock = lock(folder, real);
      return lock;
    } finally {
      if (lock == null) {
        OWN.remove(real);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OWN.remove(folder);
    }
  }

  private static FolderLock lock(Path folder, Path real) throws IOException {
    Path file = real.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (channel.tryLock() == null) {
        throw inUse(folder, process(file));
      }
      byte[] own = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(own), 0);
      taken = true;
      return new FolderLock(real, channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static SnapshotException inUse(Path folder, String process) {
    return new SnapshotException(
        folder + ": in use by another emulator" + process + "; give each a folder of its own");
  }

  private static String process(Path file) {
    try {
      String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return pid.matches("[0-9]{1,10}") ? ", process " + pid : "";
    } catch (IOException _) {
      return "";
    }
  }
}
