// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import java.io.IOException;
import org.savevm4j.stream.StateOutput;

/**
 * Writes the frame around payloads. The caller puts each payload into {@link #out()} between the
 * call that begins a section and {@link #endSection}. One thread, the migration thread.
 */
public final class QevmWriter {

  static final int MAGIC = 0x5145564d;
  static final int VERSION = 3;
  private static final int NONE = -1;

  private final StateOutput out;
  private long openSection = NONE;
  private boolean sums;

  /**
   * Writes a stream from its first byte on.
   *
   * @param out nothing was put into it; stays the caller's, who closes it
   */
  public QevmWriter(StateOutput out) {
    this.out = out;
  }

  /**
   * {@return where payloads are put} Between {@link #beginSection(SectionHeader)} and {@link
   * #endSection} what is put is the payload.
   */
  public StateOutput out() {
    return out;
  }

  /**
   * Writes the file header and the configuration; comes first.
   *
   * @param configuration the machine's name, and the capabilities that change the stream
   * @throws IOException if the channel fails
   */
  public void begin(Configuration configuration) throws IOException {
    sums = configuration.hasChecksums();
    if (sums) {
      out.startSum();
    }
    out.putBe32(MAGIC);
    out.putBe32(VERSION);
    configuration.write(out);
    if (sums) {
      // what ends the configuration must not look like one more of its subsections
      out.put8(RecordType.FOOTER.code());
    }
    putChecksum();
  }

  /**
   * Begins a START or FULL section.
   *
   * @param header says which of the two it is
   * @throws IOException if the channel fails
   */
  public void beginSection(SectionHeader header) throws IOException {
    open(header.type(), header.id());
    out.putString8(header.name());
    out.putBe32((int) header.instance());
    out.putBe32((int) header.version());
  }

  /**
   * Begins a PART or END of the section that START gave this id.
   *
   * @param type PART or END
   * @param id the section's
   * @throws IOException if the channel fails
   */
  public void beginSection(RecordType type, int id) throws IOException {
    open(type, id);
  }

  /**
   * Writes the footer. Call it after a payload that failed half way as well as after a whole.
   *
   * @throws IOException if the channel fails
   */
  public void endSection() throws IOException {
    if (openSection == NONE) {
      throw new IllegalStateException("no section is open");
    }
    out.put8(RecordType.FOOTER.code());
    out.putBe32((int) openSection);
    putChecksum();
    openSection = NONE;
  }

  /**
   * Puts a command between two sections.
   *
   * @param command its number and what follows it
   * @throws IOException if the channel fails
   */
  public void command(Command command) throws IOException {
    requireClosed();
    out.put8(RecordType.COMMAND.code());
    out.putBe16(command.code());
    out.putBe16(command.data().length);
    out.put(command.data());
    putChecksum();
  }

  /**
   * Ends the sections and appends the description of the devices, JSON in UTF-8.
   *
   * @param vmdesc what a reader may skip; length below 2^31
   * @throws IOException if the channel fails
   */
  public void end(byte[] vmdesc) throws IOException {
    requireClosed();
    out.put8(RecordType.EOF.code());
    out.put8(RecordType.VMDESC.code());
    out.putBe32(vmdesc.length);
    out.put(vmdesc);
    putChecksum();
  }

  private void putChecksum() throws IOException {
    if (sums) {
      out.putSum();
    }
  }

  private void open(RecordType type, int id) throws IOException {
    requireClosed();
    out.put8(type.code());
    out.putBe32(id);
    openSection = Integer.toUnsignedLong(id);
  }

  private void requireClosed() {
    if (openSection != NONE) {
      throw new IllegalStateException("section id " + openSection + " is still open");
    }
  }
}
