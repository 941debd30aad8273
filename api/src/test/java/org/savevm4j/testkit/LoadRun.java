// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.IOException;
import java.util.List;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSection;

/** Loads one section as a host does. Cleans up when it is closed. */
final class LoadRun implements AutoCloseable {

  private final LiveLoader loader;

  LoadRun(LiveSection section, long version) {
    this.loader = section.newLoader(version);
  }

  /** Loads a whole save and makes it the machine's. */
  static void all(LiveSection section, SavedSection saved) throws IOException {
    try (LoadRun load = new LoadRun(section, saved.version())) {
      load.payloads(saved.payloads());
      load.commit();
    }
  }

  void payloads(List<SavedPayload> payloads) throws IOException {
    for (SavedPayload payload : payloads) {
      payload(payload);
    }
  }

  void payload(SavedPayload payload) throws IOException {
    loader.load(payload.input(), payload.part());
  }

  /** Answers how many bytes the loader got of those that are there. */
  long payload(LiveLoader.Part part, byte[] bytes) throws IOException {
    var in = SavedPayload.input(bytes);
    loader.load(in, part);
    return in.position();
  }

  void commit() {
    loader.commit();
  }

  void requireSoundMetrics() {
    SaveRun.requireSound(loader.metrics());
  }

  @Override
  public void close() {
    loader.cleanup();
  }
}
