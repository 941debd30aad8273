// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a folder of snapshots. Names come from ids alone, so that a tag may hold whatever
 * its user likes.
 */
final class FileNames {

  /** The set. Whoever puts another file in its place, commits. */
  static final String INDEX = "index.json";

  /** The next set, in the making. */
  static final String NEXT_INDEX = "index.json.part";

  private static final Pattern STREAM = Pattern.compile("([1-9][0-9]{0,17})\\.qevm");
  private static final Pattern DRAFT = Pattern.compile("[1-9][0-9]{0,17}\\.part");

  private FileNames() {}

  /** A stream that is whole. */
  static String stream(long id) {
    return id + ".qevm";
  }

  /** A stream in the making. */
  static String draft(long id) {
    return id + ".part";
  }

  static boolean isStream(String name) {
    return STREAM.matcher(name).matches();
  }

  /** Whether the file belongs to no snapshot of the set, but was made here to become one. */
  static boolean isLeftOver(String name, SnapshotIndex set) {
    Matcher stream = STREAM.matcher(name);
    return name.equals(NEXT_INDEX)
        || DRAFT.matcher(name).matches()
        || (stream.matches() && !set.has(Long.parseLong(stream.group(1))));
  }
}
