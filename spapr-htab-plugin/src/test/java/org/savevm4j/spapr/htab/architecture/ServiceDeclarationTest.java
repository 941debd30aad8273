// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.spapr.htab.HtabSectionProvider;

/** A host finds the plugin wherever its jar is. */
final class ServiceDeclarationTest {

  private static final List<String> PROVIDERS = List.of(HtabSectionProvider.class.getName());

  @Test
  void isFoundOnTheModulePath() {
    ModuleDescriptor descriptor = HtabSectionProvider.class.getModule().getDescriptor();
    List<String> provided =
        descriptor.provides().stream()
            .filter(provides -> provides.service().equals(SectionProvider.class.getName()))
            .flatMap(provides -> provides.providers().stream())
            .toList();
    assertEquals(PROVIDERS, provided);
  }

  @Test
  void isFoundOnTheClassPath() throws Exception {
    URL[] classPath = {locationOf(HtabSectionProvider.class), locationOf(SectionProvider.class)};
    // No parent: the JDK's own loaders would find the classes in the named modules of this JVM.
    try (var loader = new URLClassLoader(classPath, null)) {
      Class<?> service = loader.loadClass(SectionProvider.class.getName());
      ServiceDeclarationTest.class.getModule().addUses(service);
      List<String> found =
          ServiceLoader.load(service, loader).stream()
              .map(provider -> provider.type().getName())
              .toList();
      assertEquals(PROVIDERS, found);
    }
  }

  private static URL locationOf(Class<?> type) throws Exception {
    URL location = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(location.toURI()).toUri().toURL(); // with the slash that a folder needs
  }
}
