// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.io.IOException;
import java.util.List;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * One save of a live section. Called by the migration thread only, in the order that the package
 * description gives.
 *
 * <p>Whatever is thrown fails the migration, never the guest. A method that throws leaves the
 * payload well-formed up to what it put: the host still writes the footer.
 */
public interface LiveSaver {

  /** {@return the version id that this save writes; one of the provider's versions} */
  long version();

  /**
   * Puts the payload of START. Guest running.
   *
   * @param out receives it
   * @throws IOException if the channel fails
   */
  void setup(StateOutput out) throws IOException;

  /**
   * {@return what is left to send} Guest running or paused; called before every round, so it costs
   * less than a round does.
   *
   * @throws IOException if that cannot be told, such as when the state is gone
   */
  Pending pending() throws IOException;

  /**
   * Puts the payload of one PART, within the budget; may overshoot it by one item. Guest running,
   * or paused when {@link Pending#beforeComplete} asked for it.
   *
   * @param out receives it
   * @param budget bytes and time for this round
   * @return whether a round that follows at once would find anything
   * @throws IOException if the channel fails
   */
  IterateResult iterate(StateOutput out, Budget budget) throws IOException;

  /**
   * Puts the payload of END: all that is left. Guest paused, no vCPU inside a hypercall.
   *
   * @param out receives it
   * @throws IOException if the channel fails
   */
  void complete(StateOutput out) throws IOException;

  /** {@return figures of this save so far} Any thread. */
  List<Metric> metrics();

  /**
   * Lets go of what the save held. Always called, once, last, whatever happened before; maybe on
   * another thread than the rest.
   */
  default void cleanup() {}
}
