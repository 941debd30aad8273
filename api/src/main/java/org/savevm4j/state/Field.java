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

  void save(T owner, StateOutput out) throws IOException;

  /** Gets and checks the value without touching {@code owner}'s state. */
  Staged load(T owner, StateInput in) throws IOException;

  /** How the field stands in the bytes that {@link #save} would put now. */
  StateDescription.FieldDescription describe(T owner);
}
