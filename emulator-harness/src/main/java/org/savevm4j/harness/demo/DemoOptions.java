// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to demonstrate.
 *
 * @param launcher the command, with its first arguments, that runs one emulator
 * @param guest the arguments that source and destination have in common
 * @param active whether the guest changes its table by itself, so that it can be seen to run
 * @param showErrors whether the emulators' own messages go to standard error; else only the last
 *     one is told, and only of an emulator that failed
 * @param report the folder for a page about the migration, or null: none is wanted
 */
public record DemoOptions(
    List<String> launcher,
    List<String> guest,
    boolean active,
    boolean showErrors,
    @Nullable Path report) {

  /** Without a page. */
  public DemoOptions(
      List<String> launcher, List<String> guest, boolean active, boolean showErrors) {
    this(launcher, guest, active, showErrors, null);
  }

  public DemoOptions {
    launcher = List.copyOf(launcher);
    guest = List.copyOf(guest);
  }
}
