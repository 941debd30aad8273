// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * The configuration record: which machine wrote the stream, and what it took for granted.
 *
 * <p>On the wire {@code 07}, be32 length, the machine's name, then subsections; the subsections for
 * page bits and capabilities are written only when they differ from the default, as QEMU does.
 *
 * @param machine the machine type with its version, {@code pseries-10.0}
 * @param pageBits log2 of the target page size in bytes; 12 unless the stream says otherwise
 * @param capabilities names of the capabilities that change the stream
 * @param uuid the machine's UUID, 16 bytes, or empty
 */
public record Configuration(String machine, int pageBits, List<String> capabilities, byte[] uuid) {

  /**
   * The capability that puts a checksum behind each section's footer; the package description says
   * where else.
   */
  public static final String SECTION_CHECKSUM = "x-section-checksum";

  private static final int DEFAULT_PAGE_BITS = 12;
  private static final int MAX_NAME_BYTES = 256;
  private static final int MAX_CAPABILITIES = 64;
  private static final String PAGE_BITS = "configuration/target-page-bits";
  private static final String CAPABILITIES = "configuration/capabilities";
  private static final String UUID = "configuration/uuid";

  /** Copies the list. */
  public Configuration {
    capabilities = List.copyOf(capabilities);
  }

  /**
   * {@return a configuration that says only which machine it is}
   *
   * @param machine name and version of the machine, such as pseries-10.0
   */
  public static Configuration of(String machine) {
    return new Configuration(machine, DEFAULT_PAGE_BITS, List.of(), new byte[0]);
  }

  /**
   * One that also says which capabilities that change the stream are on.
   *
   * @param machine name and version of the machine, such as pseries-10.0
   * @param capabilities their names, in the order of the stream
   * @return the configuration of such a stream
   */
  public static Configuration of(String machine, List<String> capabilities) {
    return new Configuration(machine, DEFAULT_PAGE_BITS, capabilities, new byte[0]);
  }

  /** {@return whether the stream has checksums} */
  public boolean hasChecksums() {
    return capabilities.contains(SECTION_CHECKSUM);
  }

  void write(StateOutput out) throws IOException {
    out.put8(RecordType.CONFIGURATION.code());
    byte[] name = machine.getBytes(StandardCharsets.US_ASCII);
    out.putBe32(name.length);
    out.put(name);
    if (pageBits != DEFAULT_PAGE_BITS) {
      subsection(out, PAGE_BITS);
      out.putBe32(pageBits);
    }
    if (!capabilities.isEmpty()) {
      subsection(out, CAPABILITIES);
      out.putBe32(capabilities.size());
      for (String capability : capabilities) {
        out.putString8(capability);
      }
    }
    if (uuid.length > 0) {
      subsection(out, UUID);
      out.put(uuid);
    }
  }

  private static void subsection(StateOutput out, String name) throws IOException {
    out.put8(RecordType.SUBSECTION.code());
    out.putString8(name);
    out.putBe32(1);
  }

  /** Reads what follows the type byte. */
  static Configuration read(StateInput in) throws IOException {
    long at = in.position();
    long length = Integer.toUnsignedLong(in.getBe32());
    if (length == 0 || length > MAX_NAME_BYTES) {
      throw new MalformedStreamException(
          at, "length of the machine's name", Long.toString(length), "1 to " + MAX_NAME_BYTES);
    }
    String machine = new String(in.getBytes((int) length), StandardCharsets.ISO_8859_1);
    int pageBits = DEFAULT_PAGE_BITS;
    List<String> capabilities = new ArrayList<>();
    byte[] uuid = new byte[0];
    Set<String> seen = new HashSet<>();
    while (in.peek8(0) == RecordType.SUBSECTION.code()) {
      at = in.position();
      in.get8();
      String name = in.getString8();
      if (!seen.add(name)) {
        throw new MalformedStreamException(at, "subsection", name, "each subsection once");
      }
      checkVersion(in, name);
      switch (name) {
        case PAGE_BITS -> pageBits = in.getBe32();
        case CAPABILITIES -> readCapabilities(in, capabilities);
        case UUID -> uuid = in.getBytes(16);
        default ->
            throw new MalformedStreamException(
                at, "subsection", name, PAGE_BITS + ", " + CAPABILITIES + " or " + UUID);
      }
    }
    return new Configuration(machine, pageBits, capabilities, uuid);
  }

  private static void checkVersion(StateInput in, String name) throws IOException {
    long at = in.position();
    int version = in.getBe32();
    if (version != 1) {
      throw new MalformedStreamException(
          at, "version of " + name, Integer.toUnsignedString(version), "1");
    }
  }

  private static void readCapabilities(StateInput in, List<String> into) throws IOException {
    long at = in.position();
    long count = Integer.toUnsignedLong(in.getBe32());
    if (count > MAX_CAPABILITIES) {
      throw new MalformedStreamException(
          at, "number of capabilities", Long.toString(count), "at most " + MAX_CAPABILITIES);
    }
    for (long i = 0; i < count; i++) {
      into.add(in.getString8());
    }
  }
}
