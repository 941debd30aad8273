// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.MalformedStreamException;

/** Whether a machine of this harness can load what another machine wrote. */
public final class ConfigurationCheck {

  private static final String MACHINES = "pseries-";
  private static final int PAGE_BITS = 12;

  /** Capabilities that put pages elsewhere than where section ram has them. */
  private static final List<String> REFUSED = List.of("mapped-ram", "x-ignore-shared");

  /** Capabilities that have a name in QEMU and leave the stream as it is. */
  private static final Set<String> HARMLESS =
      Set.of(
          "auto-converge",
          "background-snapshot",
          "block",
          "compress",
          "dirty-bitmaps",
          "dirty-limit",
          "events",
          "late-block-activate",
          "multifd",
          "pause-before-switchover",
          "postcopy-blocktime",
          "postcopy-preempt",
          "postcopy-ram",
          "rdma-pin-all",
          "release-ram",
          "return-path",
          "switchover-ack",
          "validate-uuid",
          "x-colo",
          "xbzrle",
          "zero-blocks",
          "zero-copy-send");

  private ConfigurationCheck() {}

  /**
   * Refuses another kind of machine, another page size, and capabilities that change the stream in
   * ways that nobody here knows.
   *
   * @param offset of the configuration in the stream, in bytes
   * @param ofSections the capabilities that the sections here have, on or off
   */
  public static void require(
      Configuration configuration, long offset, Collection<String> ofSections)
      throws MalformedStreamException {
    if (!configuration.machine().startsWith(MACHINES)) {
      throw new MalformedStreamException(
          offset, "machine", configuration.machine(), "one of " + MACHINES + "*");
    }
    if (configuration.pageBits() != PAGE_BITS) {
      throw new MalformedStreamException(
          offset,
          "target page bits",
          Integer.toString(configuration.pageBits()),
          Integer.toString(PAGE_BITS));
    }
    for (String capability : configuration.capabilities()) {
      if (REFUSED.contains(capability)) {
        throw new MalformedStreamException(offset, "capability", capability, "none of " + REFUSED);
      }
      if (!HARMLESS.contains(capability)
          && !ofSections.contains(capability)
          && !capability.equals(Configuration.SECTION_CHECKSUM)) {
        throw new MalformedStreamException(offset, "capability", capability, "a known one");
      }
    }
  }

  /**
   * What keeps a source and a destination apart whose sections have different capabilities on.
   *
   * @param source those of the stream
   * @param destination those that are on here
   * @param ofSections those that there are
   * @return one line that says what to set, or null: they agree
   */
  public static @Nullable String difference(
      Collection<String> source, Collection<String> destination, Collection<String> ofSections) {
    for (String capability : new TreeSet<>(ofSections)) {
      boolean there = source.contains(capability);
      if (there != destination.contains(capability)) {
        return "the capability %s is %s at the source and %s here: set it on both sides, or on none"
            .formatted(capability, there ? "on" : "off", there ? "off" : "on");
      }
    }
    return null;
  }
}
