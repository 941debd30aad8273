// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code pseries run} as clients of QMP are given it. */
public final class ClientProcess {

  private ClientProcess() {}

  /** Starts one of 64 MiB; snapshots lie in a folder beside the socket, the same for all. */
  public static Process start(Path socket, boolean incoming) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("bin", "pseries").toAbsolutePath().toString(),
                "run",
                "--memory=64M",
                "--no-rehearsal",
                "--qmp=unix:" + socket));
    command.add(
        incoming ? "--incoming=defer" : "--snapshots=" + socket.resolveSibling("snapshots"));
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.INHERIT)
        .start();
  }
}
