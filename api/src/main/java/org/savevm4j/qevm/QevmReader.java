// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * Reads the frame around payloads, and is the only judge of it. One thread, the incoming thread.
 *
 * <p>The caller takes {@link #next()} until {@link Item.End}; after each {@link Item.Section} it
 * gets the payload from {@link #in()} and calls {@link #endSection}. Section ids are the stream's
 * own choice, so the reader maps them from START and FULL.
 */
public final class QevmReader {

  /** More sections than any machine has; a few hundred bytes are kept of each. */
  private static final int MAX_SECTIONS = 16384;

  /** What begins the connections on which multifd sends pages beside the stream. */
  private static final int MULTIFD_MAGIC = 0x11223344;

  private final StateInput in;
  private final Map<Integer, SectionHeader> sections = new HashMap<>();

  /** Whether the stream has checksums. */
  private boolean sums;

  /** Where the item began that was got last, in bytes from the start of the stream. */
  private long itemAt;

  /**
   * Reads a stream from its first byte on.
   *
   * @param in has not been read from; stays the caller's, who closes it
   */
  public QevmReader(StateInput in) {
    this.in = in;
  }

  /**
   * {@return where payloads are got from} Between {@link #next} and {@link #endSection} it stands
   * in the payload.
   */
  public StateInput in() {
    return in;
  }

  /**
   * Reads the file header and the configuration; comes first.
   *
   * @return what the stream says of its machine
   * @throws IOException if the stream fails, ends before, or is malformed
   */
  public Configuration begin() throws IOException {
    itemAt = in.position();
    in.startSum();
    long at = itemAt;
    int magic = in.getBe32();
    if (magic != QevmWriter.MAGIC) {
      throw new MalformedStreamException(
          at,
          "magic",
          hex(magic) + (magic == MULTIFD_MAGIC ? " (a further connection of multifd)" : ""),
          hex(QevmWriter.MAGIC) + ", with which a migration stream begins");
    }
    at = in.position();
    int version = in.getBe32();
    if (version != QevmWriter.VERSION) {
      throw new MalformedStreamException(
          at, "stream version", Integer.toUnsignedString(version), "3");
    }
    at = in.position();
    int type = in.get8();
    if (type != RecordType.CONFIGURATION.code()) {
      throw new MalformedStreamException(at, "record type", hex8(type), "07, the configuration");
    }
    Configuration configuration = Configuration.read(in);
    sums = configuration.hasChecksums();
    if (sums) {
      requireFooter(in.position(), in.get8());
      requireChecksum("file header and configuration");
    } else {
      in.stopSum();
    }
    return configuration;
  }

  /**
   * {@return the next item of the frame}
   *
   * @throws IOException if the stream fails, ends before, or is malformed
   */
  public Item next() throws IOException {
    long at = in.position();
    itemAt = at;
    int code = in.get8();
    RecordType type = RecordType.of(code);
    if (type != null) {
      switch (type) {
        case EOF -> {
          return new Item.End();
        }
        case START, FULL -> {
          return new Item.Section(type, define(type));
        }
        case PART, END -> {
          return new Item.Section(type, known(type));
        }
        case COMMAND -> {
          return new Item.Order(command());
        }
        default -> {
          // the types left are known but have no place here
        }
      }
    }
    throw new MalformedStreamException(
        at, "record type", hex8(code), "00 to 04 or 08, where a section ends and another begins");
  }

  /**
   * Checks the footer of a section whose payload was got.
   *
   * @param section what {@link #next} gave
   * @throws IOException if the footer is not its own, or the stream fails or ends before
   */
  public void endSection(Item.Section section) throws IOException {
    long at = in.position();
    int type = in.get8();
    int id = in.getBe32();
    if (type != RecordType.FOOTER.code() || id != section.header().id()) {
      throw new MalformedStreamException(
          at, "footer", hex8(type) + " " + hex(id), "7e " + hex(section.header().id()));
    }
    requireChecksum(section.type().name());
  }

  /**
   * {@return the VMDESC after the end of the sections, JSON in UTF-8, or an empty array when the
   * stream just ends there, which one with checksums must not}
   *
   * @param maxBytes what the caller is ready to hold
   * @throws IOException if it is longer than that, or the stream fails or ends before
   */
  public byte[] vmdesc(int maxBytes) throws IOException {
    int code = in.peek8(0);
    if (code < 0 && !sums) {
      return new byte[0];
    }
    long at = in.position();
    if (in.get8() != RecordType.VMDESC.code()) {
      throw new MalformedStreamException(at, "record type", hex8(code), "06 or the stream's end");
    }
    at = in.position();
    long length = Integer.toUnsignedLong(in.getBe32());
    if (length > maxBytes) {
      throw new MalformedStreamException(
          at, "length of the VMDESC", Long.toString(length), "at most " + maxBytes);
    }
    byte[] vmdesc = in.getBytes((int) length);
    requireChecksum("end of the sections and VMDESC");
    return vmdesc;
  }

  private Command command() throws IOException {
    int code = in.getBe16();
    long at = in.position();
    int length = in.getBe16();
    int due = Command.length(code);
    if (due != Command.ANY_LENGTH && length != due) {
      throw new MalformedStreamException(
          at, "length of command " + code, Integer.toString(length), Integer.toString(due));
    }
    Command command = new Command(code, in.getBytes(length));
    requireChecksum("command");
    return command;
  }

  /** Compares what the stream says of all that came so far, if it does. */
  private void requireChecksum(String item) throws IOException {
    if (sums) {
      int computed = in.sum();
      int expected = in.getUnsummedBe32();
      if (computed != expected) {
        throw new ChecksumException(
            itemAt, "CRC32C up to the end of this " + item, hex(computed), hex(expected));
      }
    }
  }

  private static void requireFooter(long at, int type) throws MalformedStreamException {
    if (type != RecordType.FOOTER.code()) {
      throw new MalformedStreamException(
          at, "end of the configuration", hex8(type), "7e and a checksum");
    }
  }

  private SectionHeader define(RecordType type) throws IOException {
    long at = in.position();
    int id = in.getBe32();
    String name = in.getString8();
    long instance = Integer.toUnsignedLong(in.getBe32());
    long version = Integer.toUnsignedLong(in.getBe32());
    SectionHeader header = new SectionHeader(type, id, name, instance, version);
    if (sections.containsKey(id)) {
      throw new MalformedStreamException(at, "section id", hex(id), "one that is not taken");
    }
    if (sections.size() == MAX_SECTIONS) {
      throw new MalformedStreamException(
          at, "number of sections", ">" + MAX_SECTIONS, "at most " + MAX_SECTIONS);
    }
    sections.put(id, header);
    return header;
  }

  private SectionHeader known(RecordType type) throws IOException {
    long at = in.position();
    int id = in.getBe32();
    SectionHeader header = sections.get(id);
    if (header == null || header.type() != RecordType.START) {
      throw new MalformedStreamException(
          at, "section id of a " + type, hex(id), "one that a START has named");
    }
    return header;
  }

  private static String hex(int value) {
    return "%08x".formatted(value);
  }

  private static String hex8(int value) {
    return "%02x".formatted(value);
  }

  /** What stands between payloads. */
  public sealed interface Item {

    /**
     * A section's payload begins.
     *
     * @param type START, PART, END or FULL
     * @param header what the section's START or FULL said
     */
    record Section(RecordType type, SectionHeader header) implements Item {}

    /**
     * A command.
     *
     * @param command its number and what follows it
     */
    record Order(Command command) implements Item {}

    /** The sections are over; a VMDESC may follow. */
    record End() implements Item {}
  }
}
