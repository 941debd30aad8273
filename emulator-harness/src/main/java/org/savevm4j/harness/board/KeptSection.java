// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/**
 * State of a device that came in a stream and that this machine does not have.
 *
 * @param name with the instance, where that is not 0
 * @param version of the payload
 * @param payload as it came
 */
public record KeptSection(String name, long version, byte[] payload) {}
