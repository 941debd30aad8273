// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.jspecify.annotations.Nullable;
import org.savevm4j.state.VersionRange;

/**
 * A section of an emulator as monitors show it.
 *
 * @param instance unsigned 32 bits
 * @param versions that load
 * @param origin path of the jar, or the module, that brought it; null for a section of the machine
 */
public record SectionInfo(
    String name, long instance, VersionRange versions, @Nullable String origin) {}
