// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * One field of a declaration.
 *
 * @param <T> the owner of the state
 */
public interface Field<T> {

  /**
   * Puts the value.
   *
   * @param owner whose state it is
   * @param out receives it
   * @throws IOException if the channel fails
   */
  void save(T owner, StateOutput out) throws IOException;

  /**
   * Gets and checks the value without touching {@code owner}'s state.
   *
   * @param owner whose state it is
   * @param in stands where the field begins
   * @return what to do when the whole stream was right
   * @throws IOException if the stream fails, ends before, or has a value that cannot be
   */
  Staged load(T owner, StateInput in) throws IOException;

  /**
   * {@return how the field stands in the bytes that {@link #save} would put now}
   *
   * @param owner whose state it is
   */
  StateDescription.FieldDescription describe(T owner);
}
