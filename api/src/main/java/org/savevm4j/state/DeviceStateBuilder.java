// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Declares fields in the order of their bytes; all integers are big-endian.
 *
 * @param <T> the owner of the state
 */
public final class DeviceStateBuilder<T> {

  final String name;
  final int version;
  final List<DeviceState.Versioned<T>> fields = new ArrayList<>();
  final List<Subsection<T>> subsections = new ArrayList<>();
  int minimumVersion;
  private int since;

  DeviceStateBuilder(String name, int version) {
    this.name = name;
    this.version = version;
    this.minimumVersion = version;
  }

  /**
   * The oldest version that loads; the version itself unless said.
   *
   * @param oldest 0 to the version
   * @return this
   */
  public DeviceStateBuilder<T> minimumVersion(int oldest) {
    this.minimumVersion = oldest;
    return this;
  }

  /**
   * The fields declared from here on are in the stream from this version on.
   *
   * @param firstVersion no less than that of the fields before
   * @return this
   */
  public DeviceStateBuilder<T> since(int firstVersion) {
    this.since = firstVersion;
    return this;
  }

  /**
   * One byte, 0 to 255.
   *
   * @param field the name that VMDESC tells
   * @param get answers the value, of which the stream takes as many bits as it has
   * @param set takes what was loaded
   * @return this
   */
  public DeviceStateBuilder<T> u8(String field, ToIntFunction<T> get, ObjIntConsumer<T> set) {
    return integer(
        field, 1, owner -> get.applyAsInt(owner), (owner, v) -> set.accept(owner, (int) v));
  }

  /**
   * Four bytes, big-endian.
   *
   * @param field the name that VMDESC tells
   * @param get answers the value
   * @param set takes what was loaded
   * @return this
   */
  public DeviceStateBuilder<T> be32(String field, ToIntFunction<T> get, ObjIntConsumer<T> set) {
    return integer(
        field, 4, owner -> get.applyAsInt(owner), (owner, v) -> set.accept(owner, (int) v));
  }

  /**
   * Eight bytes, big-endian.
   *
   * @param field the name that VMDESC tells
   * @param get answers the value
   * @param set takes what was loaded
   * @return this
   */
  public DeviceStateBuilder<T> be64(String field, ToLongFunction<T> get, ObjLongConsumer<T> set) {
    return integer(field, 8, get, set);
  }

  /**
   * An array of be64 whose length never changes; loading fills the very array that is got.
   *
   * @param field the name that VMDESC tells
   * @param array answers the array
   * @return this
   */
  public DeviceStateBuilder<T> be64Array(String field, Function<T, long[]> array) {
    return field(new LongArrayField<>(field, array));
  }

  /**
   * Bytes whose number the declaration fixes; {@code get} answers exactly that many.
   *
   * @param field the name that VMDESC tells
   * @param length in bytes
   * @param get answers the bytes
   * @param set takes what was loaded
   * @return this
   */
  public DeviceStateBuilder<T> bytes(
      String field, int length, Function<T, byte[]> get, BiConsumer<T, byte[]> set) {
    return field(new BytesField<>(field, length, get, set));
  }

  /**
   * A structure inside this one.
   *
   * @param <S> the structure's class
   * @param field the name that VMDESC tells
   * @param state what a structure of that class has
   * @param element answers the structure, which stays the same
   * @return this
   */
  public <S> DeviceStateBuilder<T> struct(
      String field, DeviceState<S> state, Function<T, S> element) {
    return field(new StructField<>(field, state, owner -> List.of(element.apply(owner))));
  }

  /**
   * Structures of one kind, as many as the owner has; that number never changes.
   *
   * @param <S> the structures' class
   * @param field the name that VMDESC tells
   * @param state what a structure of that class has
   * @param elements answers them, in the order of the stream
   * @return this
   */
  public <S> DeviceStateBuilder<T> structArray(
      String field, DeviceState<S> state, Function<T, List<S>> elements) {
    return field(new StructField<>(field, state, elements));
  }

  /**
   * A subsection, sent only when {@code needed}. Its name must begin with this state's name.
   *
   * @param state what it has, its owner the same
   * @param needed asked at each save; a load takes what comes
   * @return this
   */
  public DeviceStateBuilder<T> subsection(DeviceState<T> state, Predicate<T> needed) {
    if (!state.name().startsWith(name) || state.name().length() == name.length()) {
      throw new IllegalArgumentException(state.name() + " does not extend " + name);
    }
    subsections.add(new Subsection<>(needed, state));
    return this;
  }

  /**
   * A field of a kind of its own.
   *
   * @param field puts and gets its own bytes
   * @return this
   */
  public DeviceStateBuilder<T> field(Field<T> field) {
    fields.add(new DeviceState.Versioned<>(since, field));
    return this;
  }

  /** {@return the state as declared so far; its fields stay as they are} */
  public DeviceState<T> build() {
    return new DeviceState<>(this);
  }

  private DeviceStateBuilder<T> integer(
      String field, int bytes, ToLongFunction<T> get, ObjLongConsumer<T> set) {
    return field(new IntegerField<>(field, bytes, get, set));
  }
}
