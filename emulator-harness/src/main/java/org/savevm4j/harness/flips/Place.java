// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

/**
 * A stretch of a stream, not empty.
 *
 * @param kind what stands there, as results name it
 * @param from offset of its first byte
 * @param to offset behind its last byte
 */
record Place(String kind, int from, int to) {

  static final String CONFIGURATION = "file header and configuration";
  static final String HEADER = "header of a section";
  static final String FOOTER = "footer";
  static final String CHECKSUM = "checksum";
  static final String COMMAND = "command";
  static final String END = "end of the sections and VMDESC";

  int bytes() {
    return to - from;
  }
}
