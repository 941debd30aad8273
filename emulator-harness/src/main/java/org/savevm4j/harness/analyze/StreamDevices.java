// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.FullSections;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * Walks the devices of a stream by its own VMDESC, which is sought when the first one comes; if it
 * has none, by what the stub declares, as long as that describes them.
 */
final class StreamDevices implements FullSections {

  private final StreamSource source;
  private final FieldListener listener;
  private @Nullable VmdescWalk walk;
  private boolean described;

  StreamDevices(StreamSource source, FieldListener listener) {
    this.source = source;
    this.listener = listener;
  }

  @Override
  public Staged load(SectionHeader header, StateInput in) throws IOException {
    if (walk == null) {
      JsonNode vmdesc = source.vmdesc(header, in);
      walk = new VmdescWalk(vmdesc, listener);
      described = vmdesc != null;
    }
    if (!described
        && DeclaredDevices.describes(header, source.next(in, DeclaredDevices.MOST_BYTES))) {
      return DeclaredDevices.walk(listener).load(header, in);
    }
    return walk.load(header, in);
  }
}
