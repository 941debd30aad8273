// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A way of making an iteration, or a piece of one, shorter. Buffers are direct; what is in them
 * begins at 0, positions and limits are as after {@code clear}.
 */
interface Way {

  String name();

  /**
   * Packs the first {@code length} bytes of {@code plain}, records in the classic format and the
   * end marker, and returns how many bytes they became.
   */
  int pack(ByteBuffer plain, int length, ByteBuffer packed) throws IOException;

  /** Restores what {@link #pack} made and returns its length. */
  int unpack(ByteBuffer packed, int length, ByteBuffer plain) throws IOException;
}
