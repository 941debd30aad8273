// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.section.SectionProvider;

class PluginFolderTest {

  @TempDir private Path work;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(work.resolve("plugins"));
  }

  @Test
  void jarWithAModuleInfoIsLoadedInALayerOfItsOwn() throws Exception {
    modular("acme.one", "\"acme/one\"").write(folder.resolve("one.jar"));
    modular("acme.two", "\"acme/two\"").write(folder.resolve("two.jar"));
    List<SectionProvider> providers = PluginFolder.load(folder);
    assertEquals(List.of("acme/one", "acme/two"), names(providers));
    Module one = providers.getFirst().getClass().getModule();
    Module two = providers.getLast().getClass().getModule();
    assertEquals("acme.one", one.getName());
    assertNotSame(one.getLayer(), two.getLayer());
    assertNotSame(ModuleLayer.boot(), one.getLayer());
  }

  @Test
  void jarWithoutAModuleInfoIsFoundByItsMetaInfServices() throws Exception {
    new PluginJar(work)
        .provider("acme.plain.Provider", "\"acme/plain\"")
        .services("acme.plain.Provider")
        .write(folder.resolve("plain-1.0.jar"));
    Files.writeString(folder.resolve("README.txt"), "no plugin");
    assertEquals(List.of("acme/plain"), names(PluginFolder.load(folder)));
  }

  @Test
  void twoPluginsBringTwoVersionsOfOneLibrary() throws Exception {
    for (String version : List.of("1", "2")) {
      Path plugin = Files.createDirectory(folder.resolve("plugin" + version));
      Path library =
          library("Version { public static String get() { return \"%s\"; } }".formatted(version))
              .write(plugin.resolve("library-" + version + ".jar"));
      modular("acme.user", "\"acme/\" + acme.library.Version.get()", "acme.library")
          .with(library)
          .write(plugin.resolve("user.jar"));
    }
    assertEquals(List.of("acme/1", "acme/2"), names(PluginFolder.load(folder)));
  }

  @Test
  void copyOfTheApiBesideAPluginIsNotTakenForTheApi() throws Exception {
    Path plugin = Files.createDirectory(folder.resolve("whole"));
    modular("acme.whole", "\"acme/whole\"").write(plugin.resolve("whole.jar"));
    Path api = PluginJar.location(SectionProvider.class);
    if (Files.isDirectory(api)) {
      java.util.spi.ToolProvider.findFirst("jar")
          .orElseThrow()
          .run(System.out, System.err, "-cf", plugin + "/api.jar", "-C", api.toString(), ".");
    } else {
      Files.copy(api, plugin.resolve("api.jar"));
    }
    assertEquals(List.of("acme/whole"), names(PluginFolder.load(folder)));
  }

  @Test
  void whatIsNoJarIsToldByItsName() throws Exception {
    Path jar = Files.writeString(folder.resolve("text.jar"), "not a jar");
    requireRefusal(jar, "does not load: ", "text.jar");
  }

  @Test
  void missingModuleIsToldByItsName() throws Exception {
    Path library = library("Version {}").write(work.resolve("library.jar"));
    Path jar =
        modular("acme.lacking", "\"acme/lacking\"", "acme.library")
            .with(library)
            .write(folder.resolve("lacking.jar"));
    requireRefusal(jar, "does not load: Module acme.library not found, required by acme.lacking");
  }

  @Test
  void missingClassIsToldByItsName() throws Exception {
    Path library =
        new PluginJar(work)
            .source(
                "acme/library/Base.java",
                "package acme.library; public class Base { public static final Object NAME = 1; }")
            .write(work.resolve("library.jar"));
    Path jar =
        new PluginJar(work)
            .with(library)
            .source(
                "acme/lacking/Provider.java",
                """
                package acme.lacking;
                public abstract class Provider extends acme.library.Base
                    implements org.savevm4j.section.SectionProvider {
                }
                """)
            .services("acme.lacking.Provider")
            .write(folder.resolve("lacking.jar"));
    requireRefusal(jar, "its provider cannot be made: ", "acme/library/Base");
  }

  @Test
  void providerThatCannotBeMadeIsToldWithItsReason() throws Exception {
    Path jar =
        new PluginJar(work)
            .source(
                "acme/broken/Provider.java",
                """
                package acme.broken;
                public final class Provider implements org.savevm4j.section.SectionProvider {
                  public Provider() {
                    throw new IllegalStateException("no licence");
                  }
                  public String name() {
                    return "acme/broken";
                  }
                  public long instanceId() {
                    return 0;
                  }
                  public org.savevm4j.section.Section open(org.savevm4j.section.SectionHost host) {
                    return null;
                  }
                }
                """)
            .services("acme.broken.Provider")
            .write(folder.resolve("broken.jar"));
    requireRefusal(jar, "its provider cannot be made: ", "acme.broken.Provider", "no licence");
  }

  @Test
  void serviceFileThatNamesNoClassOfTheJarIsRefused() throws Exception {
    Path jar =
        new PluginJar(work)
            .provider("acme.other.Provider", "\"acme/other\"")
            .services("acme.typo.Provider")
            .write(folder.resolve("typo.jar"));
    requireRefusal(jar, "does not load: ", "acme.typo");
  }

  @Test
  void jarThatBringsNoSectionIsRefused() throws Exception {
    Path jar =
        new PluginJar(work)
            .source("acme/nothing/Nothing.java", "package acme.nothing; class Nothing {}")
            .write(folder.resolve("nothing.jar"));
    requireRefusal(
        jar,
        "brings no section; it needs a org.savevm4j.section.SectionProvider in its module-info or"
            + " META-INF/services");
  }

  @Test
  void folderThatIsNotThereIsToldByItsName() {
    Path missing = work.resolve("missing");
    PluginException refused = assertThrows(PluginException.class, () -> PluginFolder.load(missing));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.startsWith("plugin " + missing + ": cannot be read as a folder: "), line);
  }

  private void requireRefusal(Path jar, String reason, String... words) {
    PluginException refused = assertThrows(PluginException.class, () -> PluginFolder.load(folder));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.startsWith("plugin " + jar + ": " + reason), line);
    assertEquals(1, line.lines().count(), line);
    for (String word : words) {
      assertTrue(line.contains(word), line);
    }
  }

  /** A module "acme.library" of one class, which is given behind its keyword. */
  private PluginJar library(String version) throws IOException {
    return new PluginJar(work)
        .source("module-info.java", "module acme.library { exports acme.library; }")
        .source("acme/library/Version.java", "package acme.library; public class " + version);
  }

  /**
   * @param name an expression
   * @param requires modules beside that of the API
   */
  private PluginJar modular(String module, String name, String... requires) throws IOException {
    String more =
        Arrays.stream(requires).map("requires %s; "::formatted).collect(Collectors.joining());
    return new PluginJar(work)
        .source(
            "module-info.java",
            """
            module %s {
              %srequires org.savevm4j;
              provides org.savevm4j.section.SectionProvider with %s.Provider;
            }
            """
                .formatted(module, more, module))
        .provider(module + ".Provider", name);
  }

  private static List<String> names(List<SectionProvider> providers) {
    return providers.stream().map(SectionProvider::name).toList();
  }
}
