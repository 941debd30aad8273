// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

/**
 * What a START or FULL record says of its section.
 *
 * <pre>
 *   0       1            5                             +4             +4
 *   +-------+------------+---------+-------------------+--------------+--------------+
 *   | type  | be32 id    | length8 | name              | be32 instance| be32 version |
 *   +-------+------------+---------+-------------------+--------------+--------------+
 * </pre>
 *
 * @param type START or FULL
 * @param id the stream's own number for the section, any 32 bits
 * @param name the section's name, at most 255 characters
 * @param instance unsigned 32-bit instance id
 * @param version unsigned 32-bit version id
 */
public record SectionHeader(RecordType type, int id, String name, long instance, long version) {

  @Override
  public String toString() {
    return instance == 0 ? name : name + " (instance " + instance + ")";
  }
}
