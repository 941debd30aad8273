// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.plugins;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.savevm4j.section.SectionProvider;

/**
 * The modules of one plugin, in a layer above those of the emulator. A jar without a module-info is
 * an automatic module. What the plugin brings of its own it gets, whatever the emulator has under
 * the same name; but for the API, which is always the emulator's, or nobody would know the plugin's
 * sections for sections.
 */
final class PluginLayer {

  private PluginLayer() {}

  /** The section providers that the jars list as services, each made. */
  static List<SectionProvider> load(Path plugin, List<Path> jars) throws PluginException {
    try {
      ModuleLayer layer = layer(new WithoutApi(ModuleFinder.of(jars.toArray(Path[]::new))));
      List<SectionProvider> providers = new ArrayList<>();
      for (SectionProvider provider : ServiceLoader.load(layer, SectionProvider.class)) {
        // the layers below have theirs, too
        if (provider.getClass().getModule().getLayer() == layer) {
          providers.add(provider);
        }
      }
      if (providers.isEmpty()) {
        throw new PluginException(
            plugin,
            "brings no section; it needs a %s in its module-info or META-INF/services"
                .formatted(SectionProvider.class.getName()),
            null);
      }
      return providers;
    } catch (ServiceConfigurationError | LinkageError broken) {
      throw new PluginException(plugin, "its provider cannot be made: " + reason(broken), broken);
    } catch (RuntimeException broken) {
      // what the module system says of files, descriptors, and modules that are missing
      throw new PluginException(plugin, "does not load: " + reason(broken), broken);
    }
  }

  private static ModuleLayer layer(ModuleFinder modules) {
    ModuleLayer parent =
        Objects.requireNonNullElseGet(
            SectionProvider.class.getModule().getLayer(), ModuleLayer::boot);
    Set<String> names =
        modules.findAll().stream()
            .map(module -> module.descriptor().name())
            .collect(Collectors.toSet());
    Configuration configuration = parent.configuration().resolve(modules, ModuleFinder.of(), names);
    return parent.defineModulesWithOneLoader(configuration, PluginLayer.class.getClassLoader());
  }

  private static String reason(Throwable broken) {
    Throwable cause = broken.getCause();
    String reason = Objects.requireNonNullElse(broken.getMessage(), broken.toString());
    return cause == null ? reason : reason + ": " + cause;
  }

  /** The modules of a plugin without a copy of the API that may lie beside them. */
  private record WithoutApi(ModuleFinder all) implements ModuleFinder {

    @Override
    public Optional<ModuleReference> find(String name) {
      return isApi(name) ? Optional.empty() : all.find(name);
    }

    @Override
    public Set<ModuleReference> findAll() {
      return all.findAll().stream()
          .filter(module -> !isApi(module.descriptor().name()))
          .collect(Collectors.toSet());
    }

    private static boolean isApi(String name) {
      return name.equals(SectionProvider.class.getModule().getName());
    }
  }
}
