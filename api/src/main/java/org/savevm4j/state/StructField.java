// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Structures inside a structure. All elements of an array send the same subsections, since VMDESC
 * describes one element for all of them.
 */
record StructField<T, S>(String name, DeviceState<S> state, Function<T, List<S>> elements)
    implements Field<T> {

  @Override
  public void save(T owner, StateOutput out) throws IOException {
    for (S element : elements.apply(owner)) {
      state.save(element, out);
    }
  }

  @Override
  public Staged load(T owner, StateInput in) throws IOException {
    List<Staged> staged = new ArrayList<>();
    for (S element : elements.apply(owner)) {
      staged.add(state.load(element, in, state.version()));
    }
    return Staged.all(staged);
  }

  @Override
  public StateDescription.FieldDescription describe(T owner) {
    List<S> all = elements.apply(owner);
    if (all.isEmpty()) {
      return new StateDescription.FieldDescription(name, "struct", 0, 0, null);
    }
    StateDescription one = state.describe(all.getFirst());
    return new StateDescription.FieldDescription(name, "struct", size(one), all.size(), one);
  }

  private static long size(StateDescription struct) {
    long bytes = 0;
    for (StateDescription.FieldDescription field : struct.fields()) {
      bytes += field.size() * field.arrayLength();
    }
    return bytes;
  }
}
