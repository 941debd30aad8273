// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that starts this program again, from the JVM and the modules that run it. */
final class OwnCommand {

  private static final String MODULE = "org.savevm4j.harness";

  private OwnCommand() {}

  /** {@code pseries run}, to be followed by its arguments. */
  static List<String> run() {
    return of("run");
  }

  /** {@code pseries bench}, to be followed by its arguments. */
  static List<String> bench() {
    return of("bench");
  }

  private static List<String> of(String subcommand) {
    Path home = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    // Three JVMs share the computer with the guests' vCPUs: one thread each collects garbage.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("--enable-native-access=" + nativeAccess());
    // The runtime image has its modules inside, and no path.
    String modules = System.getProperty("jdk.module.path");
    if (modules != null) {
      command.add("--module-path=" + modules);
    } else {
      command.add("-Xlog:aot*=off");
      command.add("-XX:AOTCache=" + home.resolve("lib").resolve("pseries.aot"));
    }
    command.add("--module=" + MODULE + "/" + Pseries.class.getName());
    command.add(subcommand);
    return command;
  }

  /** The modules that this JVM was told to let call C, but for the JDK's, which always may. */
  private static String nativeAccess() {
    Stream<String> others =
        ModuleLayer.boot().modules().stream()
            .filter(Module::isNativeAccessEnabled)
            .map(Module::getName)
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."));
    return Stream.concat(Stream.of(MODULE), others).distinct().collect(Collectors.joining(","));
  }
}
