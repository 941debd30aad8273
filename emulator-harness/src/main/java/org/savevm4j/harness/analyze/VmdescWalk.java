// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.FullSections;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.state.Staged;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import tools.jackson.databind.JsonNode;

/**
 * Walks the payload of a FULL section field by field, by what the stream's own VMDESC says of it.
 * The description is as hostile as the stream: fields that take no byte are counted, and so are
 * subsections that are looked at, and more of them than a stream of this length can need are
 * refused.
 */
public final class VmdescWalk implements FullSections {

  private static final int SUBSECTION = 0x05;
  private static final int SUBSECTION_PREFIX_BYTES = 2;
  private static final int VERSION_BYTES = 4;

  /** Fields that may take no byte, however short the stream is. */
  private static final long FREE_VISITS = 1 << 20;

  private static final long VISITS_A_BYTE = 4;

  /** The longest path of a field, in characters; each field makes its own of it. */
  private static final int MAX_PATH = 1024;

  private final @Nullable JsonNode vmdesc;
  private final FieldListener listener;
  private final Map<String, JsonNode> devices = new HashMap<>();
  private long visits;

  /**
   * @param vmdesc the description, or null if the stream has none
   */
  public VmdescWalk(@Nullable JsonNode vmdesc, FieldListener listener) {
    this.vmdesc = vmdesc;
    this.listener = listener;
    if (vmdesc != null) {
      for (JsonNode device : vmdesc.path("devices")) {
        devices.putIfAbsent(
            key(device.path("name").asString(""), device.path("instance_id").asLong(0)), device);
      }
    }
  }

  /** A walk that skips what it finds, by the VMDESC of a file; null if the file has none. */
  public static @Nullable VmdescWalk skipping(FileChannel file) throws IOException {
    JsonNode vmdesc = VmdescTail.find(file, 0);
    return vmdesc == null ? null : new VmdescWalk(vmdesc, (leaf, in) -> in.skip(leaf.bytes()));
  }

  private static String key(String name, long instance) {
    return name + '\0' + instance;
  }

  @Override
  public Staged load(SectionHeader header, StateInput in) throws IOException {
    if (vmdesc == null) {
      throw new MalformedStreamException(
          in.position(),
          "payload of " + header,
          "of unknown length",
          "a VMDESC at the stream's end that describes it");
    }
    JsonNode device = devices.get(key(header.name(), header.instance()));
    if (device != null) {
      listener.device(header);
      walk(header, device, "", in);
      listener.leave();
      return () -> {};
    }
    throw new MalformedStreamException(
        in.position(), "device " + header, "not in the VMDESC", "one that the VMDESC describes");
  }

  /**
   * @param path the fields that lead to this structure, a slash behind each
   */
  private void walk(SectionHeader header, JsonNode state, String path, StateInput in)
      throws IOException {
    for (JsonNode field : state.path("fields")) {
      requireProgress(in);
      long elements = field.path("array_len").asLong(1);
      String name = field.path("name").asString("");
      String whole = path(path, name, in);
      JsonNode struct = field.path("struct");
      if (struct.isObject()) {
        boolean array = field.has("array_len");
        walkElements(header, name, array, struct, path(whole, "/", in), elements, in);
      } else {
        long size = size(field, elements, in);
        String type = field.path("type").asString("");
        listener.leaf(new FieldListener.Leaf(header, whole, name, type, size, elements), in);
      }
    }
    JsonNode subsections = state.path("subsections");
    requireProgress(in);
    for (JsonNode next = peek(subsections, in); next != null; next = peek(subsections, in)) {
      in.skip(SUBSECTION_PREFIX_BYTES + name(next).length() + VERSION_BYTES);
      listener.enter(name(next), FieldListener.NO_INDEX);
      walk(header, next, path(path, name(next) + ":", in), in);
      listener.leave();
    }
  }

  private void walkElements(
      SectionHeader header,
      String name,
      boolean array,
      JsonNode struct,
      String path,
      long elements,
      StateInput in)
      throws IOException {
    for (long i = 0; i < elements; i++) {
      long begin = in.position();
      listener.enter(name, array ? i : FieldListener.NO_INDEX);
      walk(header, struct, path, in);
      listener.leave();
      if (in.position() == begin) {
        // an element of no bytes: all the others have none either
        return;
      }
    }
  }

  private void requireProgress(StateInput in) throws IOException {
    if (++visits > FREE_VISITS + in.position() * VISITS_A_BYTE) {
      throw new MalformedStreamException(
          in.position(), "VMDESC", visits + " fields so far", "fields that hold bytes");
    }
  }

  private static String path(String begin, String end, StateInput in) throws IOException {
    int length = begin.length() + end.length();
    if (length > MAX_PATH) {
      throw new MalformedStreamException(
          in.position(),
          "path of a field in the VMDESC",
          length + " characters",
          "at most " + MAX_PATH);
    }
    return begin + end;
  }

  /** Bytes of an element, such that all of them together can be counted. */
  private static long size(JsonNode field, long elements, StateInput in) throws IOException {
    long size = field.path("size").asLong(0);
    if (size < 0 || elements < 0 || (size != 0 && elements > Long.MAX_VALUE / size)) {
      throw new MalformedStreamException(
          in.position(),
          "field " + name(field) + " in the VMDESC",
          elements + " times " + size + " bytes",
          "a size that a stream can have");
    }
    return size;
  }

  /** The described subsection that comes next in the stream, or null if none does. */
  private @Nullable JsonNode peek(JsonNode subsections, StateInput in) throws IOException {
    if (in.peek8(0) == SUBSECTION) {
      int length = in.peek8(1);
      for (JsonNode subsection : subsections) {
        requireProgress(in);
        if (name(subsection).length() == length && isNext(name(subsection), in)) {
          return subsection;
        }
      }
    }
    return null;
  }

  private static boolean isNext(String name, StateInput in) throws IOException {
    for (int i = 0; i < name.length(); i++) {
      if (in.peek8(SUBSECTION_PREFIX_BYTES + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String name(JsonNode node) {
    return node.path("vmsd_name").asString(node.path("name").asString(""));
  }
}
