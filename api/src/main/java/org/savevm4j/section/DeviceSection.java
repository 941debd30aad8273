// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.io.IOException;
import org.savevm4j.state.DeviceState;
import org.savevm4j.state.Staged;
import org.savevm4j.state.StateDescription;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * State that is sent at the stop, as a FULL section, guest paused.
 *
 * @param <T> the class whose fields are the state
 * @param state what the state is
 * @param owner whose it is
 */
public record DeviceSection<T>(DeviceState<T> state, T owner) implements Section {

  @Override
  public VersionRange versions() {
    return state.versions();
  }

  /**
   * Puts the payload. Guest paused.
   *
   * @param out receives it
   * @throws IOException if the channel fails
   */
  public void save(StateOutput out) throws IOException {
    state.save(owner, out);
  }

  /**
   * Gets and checks the state; the owner changes only when the answer is applied.
   *
   * @param in stands where the payload begins
   * @param version one of {@link #versions}
   * @return what to do when the whole stream was right
   * @throws IOException if the stream fails, ends before, or has values that cannot be
   */
  public Staged load(StateInput in, long version) throws IOException {
    return state.load(owner, in, version);
  }

  /** {@return what {@link #save} would put now} */
  public StateDescription describe() {
    return state.describe(owner);
  }
}
