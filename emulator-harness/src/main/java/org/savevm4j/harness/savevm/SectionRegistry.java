// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.SectionProvider;

/** The section providers on the module path, by name. Immutable once it is read. */
public final class SectionRegistry {

  private final Map<String, SectionProvider> providers;

  private SectionRegistry(Map<String, SectionProvider> providers) {
    this.providers = providers;
  }

  /**
   * Reads all providers that there are.
   *
   * @throws SectionRegistryException if two have one name, naming both jars, or if one cannot be
   *     made
   */
  public static SectionRegistry read() {
    return of(ServiceLoader.load(SectionProvider.class));
  }

  static SectionRegistry of(Iterable<SectionProvider> found) {
    Map<String, SectionProvider> byName = new LinkedHashMap<>();
    try {
      for (SectionProvider provider : found) {
        SectionProvider earlier = byName.putIfAbsent(provider.name(), provider);
        if (earlier != null) {
          throw new SectionRegistryException(
              "two providers of section \"%s\": %s in %s and %s in %s; remove one of the jars"
                  .formatted(
                      provider.name(),
                      earlier.getClass().getName(),
                      origin(earlier),
                      provider.getClass().getName(),
                      origin(provider)));
        }
      }
    } catch (ServiceConfigurationError broken) {
      throw new SectionRegistryException(
          "a section provider cannot be used: " + broken.getMessage(), broken);
    }
    return new SectionRegistry(byName);
  }

  /**
   * The provider of a section.
   *
   * @throws SectionRegistryException if there is none, listing those that there are and their jars
   */
  public SectionProvider provider(String name) {
    SectionProvider provider = providers.get(name);
    if (provider == null) {
      throw new SectionRegistryException(
          "nobody provides section \"%s\"; put its jar on the module path. There %s"
              .formatted(name, providers.isEmpty() ? "are no providers at all" : "are: " + this));
    }
    return provider;
  }

  /** All providers, in the order in which they were found. */
  public List<SectionProvider> providers() {
    return List.copyOf(providers.values());
  }

  /** The jar, or else the module, that provides a section; null if none of these does. */
  public @Nullable String origin(String name) {
    SectionProvider provider = providers.get(name);
    return provider == null ? null : origin(provider);
  }

  @Override
  public String toString() {
    return providers.values().stream()
        .map(provider -> provider.name() + " from " + origin(provider))
        .collect(Collectors.joining(", "));
  }

  private static String origin(SectionProvider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "module " + provider.getClass().getModule().getName();
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
      // no file: the URL is all that can be said
      return source.getLocation().toString();
    }
  }
}
