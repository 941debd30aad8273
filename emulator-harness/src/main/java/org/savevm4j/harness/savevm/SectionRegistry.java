// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/**
 * Where sections come from: the providers on the module path and those of plugins, by name and
 * instance id. Immutable once it is read.
 */
public final class SectionRegistry {

  /** The section of the guest's page table, which every machine here has. */
  public static final String HTAB = "spapr/htab";

  private static final int MOST_CHARACTERS = 255;

  private final Map<Key, SectionProvider> providers;
  private final List<SectionProvider> plugins;

  private SectionRegistry(Map<Key, SectionProvider> providers, List<SectionProvider> plugins) {
    this.providers = providers;
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Reads all providers on the module path.
   *
   * @throws SectionRegistryException if two are for one section, naming both jars, or if one cannot
   *     be made
   */
  public static SectionRegistry read() {
    return read(List.of());
  }

  /**
   * The same, with providers that were found elsewhere behind them.
   *
   * @throws SectionRegistryException as {@link #read()}
   */
  public static SectionRegistry read(List<SectionProvider> plugins) {
    List<SectionProvider> found = new ArrayList<>();
    try {
      ServiceLoader.load(SectionProvider.class).forEach(found::add);
    } catch (ServiceConfigurationError broken) {
      throw new SectionRegistryException(
          "a section provider cannot be used: " + broken.getMessage(), broken);
    }
    found.addAll(plugins);
    return of(found, plugins);
  }

  static SectionRegistry of(List<? extends SectionProvider> found) {
    return of(found, List.of());
  }

  private static SectionRegistry of(
      List<? extends SectionProvider> found, List<SectionProvider> plugins) {
    Map<Key, SectionProvider> byKey = new LinkedHashMap<>();
    for (SectionProvider provider : found) {
      Key key = key(provider);
      SectionProvider earlier = byKey.putIfAbsent(key, provider);
      if (earlier != null) {
        throw new SectionRegistryException(
            "two providers of section %s: %s in %s and %s in %s; remove one of the jars"
                .formatted(
                    key,
                    earlier.getClass().getName(),
                    SectionOrigin.of(earlier),
                    provider.getClass().getName(),
                    SectionOrigin.of(provider)));
      }
    }
    return new SectionRegistry(byKey, plugins);
  }

  /**
   * The provider of a section, whatever its instance id.
   *
   * @throws SectionRegistryException if there is none, listing those that there are and their jars
   */
  public SectionProvider provider(String name) {
    return providers.entrySet().stream()
        .filter(each -> each.getKey().name.equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new SectionRegistryException(
                    "nobody provides section \"%s\"; put its jar on the module path. There %s"
                        .formatted(
                            name,
                            providers.isEmpty() ? "are no providers at all" : "are: " + this)));
  }

  /** All providers, in the order in which they were found. */
  public List<SectionProvider> providers() {
    return List.copyOf(providers.values());
  }

  /**
   * Opens the sections of all providers on a machine, in the order in which they were found.
   *
   * @throws SectionRegistryException if one does not open
   */
  public List<OpenSection> open(SectionHost host) {
    return providers.values().stream()
        .map(provider -> OpenSection.of(provider, host, plugins.contains(provider)))
        .toList();
  }

  /**
   * Opens the sections whose payloads only they can delimit, for who passes a stream or looks at
   * it; that of a page table is one of them.
   *
   * @throws SectionRegistryException if there is none for a page table, or one does not open
   */
  public List<OpenSection> openLive(SectionHost host) {
    provider(HTAB);
    return open(host).stream().filter(open -> open.section() instanceof LiveSection).toList();
  }

  @Override
  public String toString() {
    return providers.entrySet().stream()
        .map(each -> each.getKey().name + " from " + SectionOrigin.of(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What a stream calls the section; the first that is asked of a provider. */
  private static Key key(SectionProvider provider) {
    Key key;
    try {
      key = new Key(provider.name(), provider.instanceId());
    } catch (RuntimeException | Error broken) {
      throw unusable(provider, "it does not say its name: " + broken, broken);
    }
    if (key.name == null
        || key.name.isEmpty()
        || key.name.length() > MOST_CHARACTERS
        || !StandardCharsets.US_ASCII.newEncoder().canEncode(key.name)) {
      throw unusable(
          provider, "its name is \"" + key.name + "\", not 1 to 255 characters of ASCII", null);
    }
    if (Integer.toUnsignedLong((int) key.instance) != key.instance) {
      throw unusable(
          provider, "its instance id " + key.instance + " is not in 0 to 4294967295", null);
    }
    return key;
  }

  private static SectionRegistryException unusable(
      SectionProvider provider, String reason, @Nullable Throwable cause) {
    return new SectionRegistryException(
        "section provider %s in %s: %s"
            .formatted(provider.getClass().getName(), SectionOrigin.of(provider), reason),
        cause);
  }

  /** What a section is known by in a stream. */
  private record Key(String name, long instance) {

    @Override
    public String toString() {
      return instance == 0 ? "\"" + name + "\"" : "\"" + name + "\" (instance " + instance + ")";
    }
  }
}
