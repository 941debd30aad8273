// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import org.savevm4j.hpt.HptGeometry;

/** A table that nobody sees but whoever fills it. One thread. */
public interface FreshTable {

  /** {@return the size that it was staged with} */
  HptGeometry geometry();

  /**
   * Opens a channel on it. Since the guest does not see the table, it may run meanwhile.
   *
   * @param flags {@link HtabChannel#WRITE}, with or without {@link HtabChannel#PACKED}
   * @return the channel; it is closed before the table is adopted or discarded
   * @throws UnknownFlagsException if the host does not know a bit
   * @throws IllegalArgumentException if the channel would be read
   */
  HtabChannel open(long flags) throws IOException;

  /** Gives the table up, its channels closed. Not for one that was adopted. */
  void discard();
}
