// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.savevm4j.packed.BlockCodec;

/** The codec of packed blocks that a plugin on the module path brings along. */
public final class BlockCodecs {

  private BlockCodecs() {}

  /**
   * A codec of the caller's own, who closes it; nothing if no plugin has one.
   *
   * @throws SectionRegistryException if there is one that cannot be made
   */
  public static Optional<BlockCodec> find() {
    try {
      return ServiceLoader.load(BlockCodec.class).findFirst();
    } catch (ServiceConfigurationError broken) {
      throw new SectionRegistryException(
          "a codec of packed blocks cannot be used: " + broken.getMessage(), broken);
    }
  }
}
