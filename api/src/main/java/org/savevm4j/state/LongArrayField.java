// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import java.util.function.Function;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** A fixed number of be64. */
record LongArrayField<T>(String name, Function<T, long[]> array) implements Field<T> {

  @Override
  public void save(T owner, StateOutput out) throws IOException {
    for (long value : array.apply(owner)) {
      out.putBe64(value);
    }
  }

  @Override
  public Staged load(T owner, StateInput in) throws IOException {
    long[] target = array.apply(owner);
    long[] values = new long[target.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getBe64();
    }
    return () -> System.arraycopy(values, 0, target, 0, values.length);
  }

  @Override
  public StateDescription.FieldDescription describe(T owner) {
    return new StateDescription.FieldDescription(
        name, "uint64", Long.BYTES, array.apply(owner).length, null);
  }
}
