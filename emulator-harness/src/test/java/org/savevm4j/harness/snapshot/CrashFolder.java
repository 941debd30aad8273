// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory that knows what of it is durable. It can be cut after a number of operations:
 * all later ones throw. Then {@link #afterKill} is what another process finds, and {@link
 * #afterPowerCuts} are the folders of which a disk may have any one.
 *
 * <p>The disk is as unkind as the contract of {@link Folder} allows: of the names that were made,
 * renamed and deleted since the last sync, each may have arrived or not, whatever became of those
 * before it; a file that was not forced may have its old content, its new one, or zeroes.
 */
final class CrashFolder implements Folder {

  private final Map<String, Content> names;
  private final Map<String, Content> durableNames;
  private final List<Change> unsynced;
  private int left = Integer.MAX_VALUE;
  private boolean once;
  private int operations;

  CrashFolder() {
    this(new HashMap<>(), new HashMap<>(), new ArrayList<>());
  }

  private CrashFolder(
      Map<String, Content> names, Map<String, Content> durableNames, List<Change> unsynced) {
    this.names = names;
    this.durableNames = durableNames;
    this.unsynced = unsynced;
  }

  /** Cuts it after so many more operations. */
  CrashFolder cutAfter(int more) {
    left = more;
    return this;
  }

  /** Lets one operation fail, after so many more, and those behind it work. */
  CrashFolder failOnceAfter(int more) {
    once = true;
    return cutAfter(more);
  }

  /** How many there were, the failed ones included. */
  int operations() {
    return operations;
  }

  /** The same folder, with all that was done to it, as it is for the next process. */
  CrashFolder afterKill() {
    Map<Content, Content> copies = new HashMap<>();
    return new CrashFolder(
        copy(names, copies),
        copy(durableNames, copies),
        new ArrayList<>(unsynced.stream().map(change -> change.copy(copies)).toList()));
  }

  /** All folders that there may be after a power cut. */
  List<CrashFolder> afterPowerCuts() {
    List<CrashFolder> all = new ArrayList<>();
    for (long arrived = 0; arrived < 1L << unsynced.size(); arrived++) {
      Map<String, Content> found = new HashMap<>(durableNames);
      for (int i = 0; i < unsynced.size(); i++) {
        if ((arrived >> i & 1) != 0) {
          unsynced.get(i).applyTo(found);
        }
      }
      for (Loss loss : Loss.values()) {
        Map<String, Content> kept = new HashMap<>();
        found.forEach((name, content) -> kept.put(name, new Content(loss.of(content))));
        all.add(new CrashFolder(new HashMap<>(kept), kept, new ArrayList<>()));
      }
    }
    return all;
  }

  @Override
  public List<String> names() throws IOException {
    step();
    return names.keySet().stream().sorted().toList();
  }

  @Override
  public FolderFile create(String name) throws IOException {
    step();
    Content content = names.get(name);
    if (content == null) {
      Content made = new Content(new byte[0]);
      change(new Change(null, name, made));
      content = made;
    }
    content.bytes = new byte[0];
    return new File(content);
  }

  @Override
  public SeekableByteChannel open(String name) throws IOException {
    step();
    Content content = names.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return new BytesChannel(content.bytes);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    Content content = names.get(from);
    if (content == null) {
      throw new NoSuchFileException(from);
    }
    change(new Change(from, to, content));
  }

  @Override
  public void delete(String name) throws IOException {
    step();
    change(new Change(name, null, null));
  }

  @Override
  public void sync() throws IOException {
    step();
    durableNames.clear();
    durableNames.putAll(names);
    unsynced.clear();
  }

  @Override
  public void close() {
    // nobody else can want it
  }

  @Override
  public String toString() {
    return "folder";
  }

  private void step() throws IOException {
    operations++;
    if (left == 0) {
      left = once ? Integer.MAX_VALUE : 0;
      throw new IOException("cut");
    }
    left--;
  }

  private void change(Change change) {
    change.applyTo(names);
    unsynced.add(change);
  }

  private static Map<String, Content> copy(Map<String, Content> map, Map<Content, Content> copies) {
    Map<String, Content> copy = new HashMap<>();
    map.forEach((name, content) -> copy.put(name, copies.computeIfAbsent(content, Content::copy)));
    return copy;
  }

  /**
   * What an operation does to names.
   *
   * @param gone the name that it takes away, or null
   * @param name the name that it gives, or null
   * @param content what gets that name
   */
  private record Change(@Nullable String gone, @Nullable String name, @Nullable Content content) {

    void applyTo(Map<String, Content> names) {
      names.remove(gone);
      if (name != null) {
        names.put(name, content);
      }
    }

    Change copy(Map<Content, Content> copies) {
      return new Change(
          gone, name, content == null ? null : copies.computeIfAbsent(content, Content::copy));
    }
  }

  /** What becomes of a file that was not forced. */
  private enum Loss {
    ALL,
    NOTHING,
    ZEROES;

    byte[] of(Content content) {
      return switch (this) {
        case ALL -> content.durable;
        case NOTHING -> content.bytes;
        case ZEROES ->
            Arrays.equals(content.bytes, content.durable)
                ? content.bytes
                : new byte[content.bytes.length];
      };
    }
  }

  /** A file without a name. */
  private static final class Content {

    private byte[] bytes;
    private byte[] durable;

    Content(byte[] bytes) {
      this.bytes = bytes;
      this.durable = bytes;
    }

    Content copy() {
      Content copy = new Content(durable);
      copy.bytes = bytes;
      return copy;
    }
  }

  private final class File implements FolderFile {

    private final Content content;
    private boolean open = true;

    File(Content content) {
      this.content = content;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = source.remaining();
      // half of it arrives even if it is cut
      append(source, count / 2);
      step();
      append(source, source.remaining());
      return count;
    }

    @Override
    public void force() throws IOException {
      step();
      content.durable = content.bytes;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }

    private void append(ByteBuffer source, int count) {
      byte[] all = Arrays.copyOf(content.bytes, content.bytes.length + count);
      source.get(all, content.bytes.length, count);
      content.bytes = all;
    }
  }
}
