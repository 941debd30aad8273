// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.section.LiveSection;
import org.savevm4j.stream.StateInput;

/** Loads payloads of one live section into a machine's part, without the frame around them. */
final class LiveRuns {

  private final LiveSection section;
  private final long version;
  private final Digest digest;
  private final EndingInput input = new EndingInput();
  private final RunLimits limits = new RunLimits();
  private long before;

  /**
   * @param digest of all that a load may change
   */
  LiveRuns(LiveSection section, long version, Digest digest) {
    this.section = section;
    this.version = version;
    this.digest = digest;
    this.before = digest.now();
  }

  /** Takes the first payload for a START and each further one for a PART. */
  void run(byte[] payloads) throws IOException {
    limits.run(payloads.length, () -> load(payloads));
  }

  private void load(byte[] payloads) throws IOException {
    LiveLoader loader = section.newLoader(version);
    try {
      StateInput in = input.of(payloads);
      loader.load(in, Part.START);
      while (in.peek8(0) >= 0) {
        loader.load(in, Part.PART);
      }
      loader.commit();
      before = digest.now();
    } catch (IOException refused) {
      Refusal.require(refused);
      if (digest.now() != before) {
        throw new AssertionError("the machine has changed, though: " + refused, refused);
      }
    } finally {
      loader.cleanup();
    }
  }

  /** CRC32C of what the section is of. */
  @FunctionalInterface
  interface Digest {
    long now();
  }
}
