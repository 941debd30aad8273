// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import acme.twin.TwinProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The plugin is found on the module path, or it is said what is wrong there. */
@Execution(ExecutionMode.CONCURRENT)
class ModulePathIT {

  @TempDir Path folder;

  private Path lib;
  private Path plugin;

  @BeforeEach
  void copyModulePath() throws IOException {
    lib = Files.createDirectory(folder.resolve("lib"));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target", "lib"))) {
      for (Path jar : jars) {
        Path copy = Files.copy(jar, lib.resolve(jar.getFileName()));
        if (jar.getFileName().toString().contains("spapr-htab")) {
          plugin = copy;
        }
      }
    }
    assertTrue(plugin != null, "the plugin's jar is in target/lib");
  }

  @Test
  void withoutThePluginsJarOneLineSaysWhatIsMissing() throws Exception {
    Files.delete(plugin);
    Ended ended = Ended.pseriesOn(lib, folder, "run", "--memory", "64M");
    assertEquals(1, ended.status());
    assertEquals(
        "pseries: nobody provides section \"spapr/htab\"; put its jar on the module path."
            + " There are no providers at all",
        ended.line());
  }

  @Test
  void twoProvidersOfOneNameAreRefusedNamingBothJars() throws Exception {
    Path twin = lib.resolve("twin.jar");
    writeTwin(twin);
    Ended ended = Ended.pseriesOn(lib, folder, "run", "--memory", "64M");
    assertEquals(1, ended.status());
    String line = ended.line();
    assertTrue(line.startsWith("pseries: two providers of section \"spapr/htab\": "), line);
    assertTrue(line.contains(plugin.toString()), line);
    assertTrue(line.contains(twin.toString()), line);
  }

  private static void writeTwin(Path jar) throws IOException {
    String name = TwinProvider.class.getName();
    String path = name.replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream code = TwinProvider.class.getResourceAsStream("TwinProvider.class")) {
      out.putNextEntry(new JarEntry(path));
      Objects.requireNonNull(code, path).transferTo(out);
      out.putNextEntry(new JarEntry("META-INF/services/org.savevm4j.section.SectionProvider"));
      out.write(name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
