// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.stream.StateInput;

/** One payload of a live section, without the frame that a host puts around it. */
record SavedPayload(LiveLoader.Part part, byte[] bytes) {

  /** The same payload, ended after so many bytes. */
  SavedPayload cutAt(int length) {
    return new SavedPayload(part, Arrays.copyOf(bytes, length));
  }

  /** The same payload with one byte changed. */
  SavedPayload changedAt(int index) {
    byte[] changed = bytes.clone();
    changed[index] ^= (byte) 0x81;
    return new SavedPayload(part, changed);
  }

  /** An input of these bytes and no more. */
  StateInput input() {
    return input(bytes);
  }

  static StateInput input(byte[] bytes) {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }
}
