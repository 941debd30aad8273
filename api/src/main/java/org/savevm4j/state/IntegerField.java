// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** An unsigned big-endian integer of 1, 4 or 8 bytes. */
record IntegerField<T>(String name, int bytes, ToLongFunction<T> get, ObjLongConsumer<T> set)
    implements Field<T> {

  @Override
  public void save(T owner, StateOutput out) throws IOException {
    long value = get.applyAsLong(owner);
    switch (bytes) {
      case 1 -> out.put8((int) value);
      case 4 -> out.putBe32((int) value);
      default -> out.putBe64(value);
    }
  }

  @Override
  public Staged load(T owner, StateInput in) throws IOException {
    long value =
        switch (bytes) {
          case 1 -> in.get8();
          case 4 -> Integer.toUnsignedLong(in.getBe32());
          default -> in.getBe64();
        };
    return () -> set.accept(owner, value);
  }

  @Override
  public StateDescription.FieldDescription describe(T owner) {
    return new StateDescription.FieldDescription(name, "uint" + bytes * 8, bytes, 1, null);
  }
}
