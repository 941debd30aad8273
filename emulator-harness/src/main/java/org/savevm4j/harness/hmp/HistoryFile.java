// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a user's lines are kept from one emulator to the next, by the XDG Base Directory
 * Specification 0.8: {@code $XDG_STATE_HOME/savevm4j/monitor-history}, below {@code ~/.local/state}
 * where that is not set, or not absolute. Folder and file are for their owner only.
 */
public final class HistoryFile {

  private static final String FOLDER = "savevm4j";
  private static final String NAME = "monitor-history";

  private HistoryFile() {}

  /**
   * The file, made if it is not there.
   *
   * @param environment variables of the process
   * @throws IOException if it cannot be made
   */
  public static Path open(Map<String, String> environment) throws IOException {
    Path state = Files.createDirectories(state(environment));
    Path folder = state.resolve(FOLDER);
    try {
      Files.createDirectory(folder, owners("rwx------"));
    } catch (FileAlreadyExistsException _) {
      // as it is to be
    }
    Path file = folder.resolve(NAME);
    try {
      Files.createFile(file, owners("rw-------"));
    } catch (FileAlreadyExistsException _) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  private static Path state(Map<String, String> environment) throws IOException {
    Path state = absolute(environment.get("XDG_STATE_HOME"));
    if (state != null) {
      return state;
    }
    Path home = absolute(environment.get("HOME"));
    if (home == null) {
      throw new IOException("neither XDG_STATE_HOME nor HOME is an absolute path");
    }
    return home.resolve(".local").resolve("state");
  }

  private static @Nullable Path absolute(@Nullable String text) {
    try {
      Path path = text == null || text.isEmpty() ? null : Path.of(text);
      return path == null || !path.isAbsolute() ? null : path;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private static FileAttribute<?> owners(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
