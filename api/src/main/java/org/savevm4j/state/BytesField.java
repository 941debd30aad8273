// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** A fixed number of bytes. */
record BytesField<T>(String name, int length, Function<T, byte[]> get, BiConsumer<T, byte[]> set)
    implements Field<T> {

  @Override
  public void save(T owner, StateOutput out) throws IOException {
    byte[] value = get.apply(owner);
    if (value.length != length) {
      throw new IllegalStateException(name + " has " + value.length + " bytes, not " + length);
    }
    out.put(value);
  }

  @Override
  public Staged load(T owner, StateInput in) throws IOException {
    byte[] value = in.getBytes(length);
    return () -> set.accept(owner, value);
  }

  @Override
  public StateDescription.FieldDescription describe(T owner) {
    return new StateDescription.FieldDescription(name, "buffer", length, 1, null);
  }
}
