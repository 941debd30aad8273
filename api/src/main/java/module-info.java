// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The SPI for sections, their streams and framing, and the hashed page table. */
@NullMarked
module org.savevm4j {
  requires static transitive org.jspecify;

  exports org.savevm4j.backend;
  exports org.savevm4j.channel;
  exports org.savevm4j.hpt;
  exports org.savevm4j.htab;
  exports org.savevm4j.packed;
  exports org.savevm4j.qevm;
  exports org.savevm4j.section;
  exports org.savevm4j.state;
  exports org.savevm4j.stream;
}
