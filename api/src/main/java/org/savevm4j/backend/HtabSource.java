// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.Budget;

/**
 * One table, told in laps: the first tells all of it, each later one what changed since it was last
 * told. Owned by the migration thread. When the machine replaces the table, its generation moves on
 * from this one's, and whoever reads on learns nothing new.
 */
public interface HtabSource extends AutoCloseable {

  /** {@return the generation that the table was current in} */
  long generation();

  /**
   * {@return the table's size, or null: the guest is radix, has none, and there is nothing to tell}
   */
  @Nullable HptGeometry geometry();

  /** {@return whether whole packed blocks are told rather than records} */
  boolean isPacked();

  /**
   * Goes on with the lap, guest running, to its end or until the budget is spent. Records are
   * whole, with big-endian headers.
   *
   * @param out takes the records, or the blocks
   * @param budget when to stop, looked at between records
   * @return whether the lap's end was reached; the next call begins another
   * @throws IOException if {@code out} fails, or the table was replaced under a channel
   */
  boolean emit(RecordTarget out, Budget budget) throws IOException;

  /**
   * Puts all that is left, guest paused, in as many laps as that takes.
   *
   * @param out takes the records, or the blocks
   * @throws IOException if {@code out} fails, or an entry is locked
   */
  void emitRest(RecordTarget out) throws IOException;

  /**
   * {@return bytes of the records that would go now if the guest stood still, within a header a cut
   * run}
   */
  long pendingBytes();

  /** {@return whether the first lap is not over yet} */
  boolean isFirstLap();

  /**
   * Keeps a digest of the table from the first record on, where the table can be read apart from
   * its records. Called before that, once.
   */
  void keepDigest();

  /**
   * {@return the digest of the table, guest paused and all told; empty if none is kept} Costs what
   * reading again 64 slots does.
   */
  OptionalLong digest();

  /** {@return what was told so far} */
  LapFigures figures();

  /** Lets go of the table. Closing twice is harmless. */
  @Override
  void close();
}
