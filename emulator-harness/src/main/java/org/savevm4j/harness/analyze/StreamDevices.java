// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.FullSections;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.StateInput;

/** Walks the devices of a stream by its own VMDESC, which is sought when the first one comes. */
final class StreamDevices implements FullSections {

  private final StreamSource source;
  private final VmdescWalk.LeafListener listener;
  private @Nullable VmdescWalk walk;

  StreamDevices(StreamSource source, VmdescWalk.LeafListener listener) {
    this.source = source;
    this.listener = listener;
  }

  @Override
  public Staged load(SectionHeader header, StateInput in) throws IOException {
    if (walk == null) {
      walk = new VmdescWalk(source.vmdesc(header, in), listener);
    }
    return walk.load(header, in);
  }
}
