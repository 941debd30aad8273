// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.spapr.htab.HtabSectionProvider;
import org.savevm4j.spapr.htab.ZstdCodec;

/** A host finds the plugin wherever its jar is. */
final class ServiceDeclarationTest {

  @ParameterizedTest
  @MethodSource("services")
  void isFoundOnTheModulePath(Class<?> service, Class<?> provider) {
    ModuleDescriptor descriptor = provider.getModule().getDescriptor();
    List<String> provided =
        descriptor.provides().stream()
            .filter(provides -> provides.service().equals(service.getName()))
            .flatMap(provides -> provides.providers().stream())
            .toList();
    assertEquals(List.of(provider.getName()), provided);
  }

  @ParameterizedTest
  @MethodSource("services")
  void isFoundOnTheClassPath(Class<?> service, Class<?> provider) throws Exception {
    URL[] classPath = {locationOf(provider), locationOf(service), locationOf(Zstd.class)};
    // No parent: the JDK's own loaders would find the classes in the named modules of this JVM.
    try (var loader = new URLClassLoader(classPath, null)) {
      Class<?> there = loader.loadClass(service.getName());
      ServiceDeclarationTest.class.getModule().addUses(there);
      List<String> found =
          ServiceLoader.load(there, loader).stream().map(p -> p.type().getName()).toList();
      assertEquals(List.of(provider.getName()), found);
    }
  }

  static Stream<Arguments> services() {
    return Stream.of(
        Arguments.of(SectionProvider.class, HtabSectionProvider.class),
        Arguments.of(BlockCodec.class, ZstdCodec.class));
  }

  private static URL locationOf(Class<?> type) throws Exception {
    URL location = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(location.toURI()).toUri().toURL(); // with the slash that a folder needs
  }
}
