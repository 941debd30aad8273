// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;
import org.savevm4j.stream.TruncatedStreamException;

/**
 * The declaration of a device's state. Immutable and without state of its own, so one constant
 * serves all instances.
 *
 * @param <T> the owner of the state
 */
public final class DeviceState<T> {

  /** 05, the byte that begins a subsection on the wire. */
  private static final int SUBSECTION = 0x05;

  private final String name;
  private final int minimumVersion;
  private final int version;
  private final List<Versioned<T>> fields;
  private final List<Subsection<T>> subsections;

  DeviceState(DeviceStateBuilder<T> builder) {
    this.name = builder.name;
    this.minimumVersion = builder.minimumVersion;
    this.version = builder.version;
    this.fields = List.copyOf(builder.fields);
    this.subsections = List.copyOf(builder.subsections);
  }

  /**
   * Begins a declaration.
   *
   * @param <T> the class whose fields are the state
   * @param name the vmsd_name, ASCII, at most 255 characters
   * @param version the version that is written, and the newest that loads
   * @return where the fields are declared, in the order of the stream
   */
  public static <T> DeviceStateBuilder<T> named(String name, int version) {
    return new DeviceStateBuilder<>(name, version);
  }

  /** {@return the vmsd_name, ASCII, at most 255 characters} */
  public String name() {
    return name;
  }

  /** {@return the version that is written} */
  public int version() {
    return version;
  }

  /** {@return the versions that load} */
  public VersionRange versions() {
    return new VersionRange(minimumVersion, version);
  }

  /**
   * Puts all fields, then the subsections that are needed.
   *
   * @param owner whose state it is
   * @param out receives the payload
   * @throws IOException if the channel fails
   */
  public void save(T owner, StateOutput out) throws IOException {
    for (Versioned<T> field : fields) {
      field.field.save(owner, out);
    }
    for (Subsection<T> subsection : subsections) {
      if (subsection.needed().test(owner)) {
        out.put8(SUBSECTION);
        out.putString8(subsection.state().name);
        out.putBe32(subsection.state().version);
        subsection.state().save(owner, out);
      }
    }
  }

  /**
   * Gets the fields that {@code streamVersion} has, then the subsections that follow.
   *
   * @param owner whose state it becomes when the answer is applied
   * @param in stands where the payload begins
   * @param streamVersion one of {@link #versions}
   * @return what to do when the whole stream was right
   * @throws IOException if the stream fails, ends before, or has values that cannot be
   */
  public Staged load(T owner, StateInput in, long streamVersion) throws IOException {
    List<Staged> staged = new ArrayList<>();
    for (Versioned<T> field : fields) {
      if (field.since <= streamVersion) {
        staged.add(field.field.load(owner, in));
      }
    }
    Set<String> seen = new HashSet<>();
    while (ownSubsectionFollows(in)) {
      staged.add(loadSubsection(owner, in, seen));
    }
    return Staged.all(staged);
  }

  /**
   * {@return the bytes that {@link #save} would put now, as VMDESC tells them}
   *
   * @param owner whose state it is
   */
  public StateDescription describe(T owner) {
    return new StateDescription(
        name,
        version,
        fields.stream().map(field -> field.field.describe(owner)).toList(),
        subsections.stream()
            .filter(subsection -> subsection.needed().test(owner))
            .map(subsection -> subsection.state().describe(owner))
            .toList());
  }

  private Staged loadSubsection(T owner, StateInput in, Set<String> seen) throws IOException {
    long at = in.position();
    in.get8();
    String found = in.getString8();
    if (!seen.add(found)) {
      throw new MalformedStreamException(at, "subsection of " + name, found, "each one once");
    }
    long versionAt = in.position();
    long found32 = Integer.toUnsignedLong(in.getBe32());
    for (Subsection<T> subsection : subsections) {
      DeviceState<T> state = subsection.state();
      if (state.name.equals(found)) {
        if (!state.versions().contains(found32)) {
          throw new MalformedStreamException(
              versionAt,
              "version of subsection " + found,
              Long.toString(found32),
              state.versions().toString());
        }
        return state.load(owner, in, found32);
      }
    }
    throw new MalformedStreamException(
        at, "subsection of " + name, found, "one of " + names(subsections));
  }

  /**
   * Whether a subsection comes next whose name extends ours; any other belongs to a structure
   * around us, or is no subsection but the next field. Looks no farther than it takes to tell,
   * since nothing may come after that.
   */
  private boolean ownSubsectionFollows(StateInput in) throws IOException {
    if (in.peek8(0) != SUBSECTION) {
      return false;
    }
    int length = require(in, 1, 1);
    if (length <= name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (require(in, 2 + i, length - i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int require(StateInput in, int ahead, int missing) throws IOException {
    int value = in.peek8(ahead);
    if (value < 0) {
      throw new TruncatedStreamException(in.position() + ahead, missing);
    }
    return value;
  }

  private static <T> List<String> names(List<Subsection<T>> subsections) {
    return subsections.stream().map(subsection -> subsection.state().name).toList();
  }

  /** A field and the first version that has it. */
  record Versioned<T>(int since, Field<T> field) {}
}
