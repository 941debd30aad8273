// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/**
 * A section that a jar brings along, listed in its module-info and in META-INF/services. Has a
 * public constructor without arguments, which does nothing.
 */
public interface SectionProvider {

  /**
   * {@return the section's name on the wire, ASCII, 1 to 255 characters} No two providers share it
   * and the instance id.
   */
  String name();

  /** {@return the instance id on the wire, unsigned 32 bits; 0 where a machine has only one} */
  long instanceId();

  /**
   * Opens the section on a machine. Called once a machine, before its guest runs, on the thread
   * that builds the machine; takes its services from {@code host} and moves no data.
   *
   * @param host has the machine's services
   * @return the section, which lives as long as the machine
   * @throws MissingServiceException if the machine lacks a service that the section needs
   */
  Section open(SectionHost host);
}
