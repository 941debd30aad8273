// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.state.DeviceState;

/**
 * A section that is open on a machine, under the name that the stream knows it by.
 *
 * @param instance unsigned 32 bits
 * @param origin path of the jar, or the module, that brought it; null for a section of the machine
 * @param plugin whether it is of a plugin, which errors name then
 * @param hang the callback that it has not come back from, and was given up for; null: none
 */
public record OpenSection(
    String name,
    long instance,
    Section section,
    @Nullable String origin,
    boolean plugin,
    AtomicReference<@Nullable String> hang) {

  /** The callback that changes the machine. */
  static final String COMMIT = "commit";

  /** With these begin the names of the capabilities that are none of QEMU's. */
  private static final String OURS = "x-";

  private static final Section NOBODYS =
      new DeviceSection<>(DeviceState.<Object>named("nobody's", 1).build(), new Object());

  /** A section of the machine itself. */
  public OpenSection(String name, long instance, Section section) {
    this(name, instance, section, null);
  }

  /** A section that somebody brings. */
  public OpenSection(String name, long instance, Section section, @Nullable String origin) {
    this(name, instance, section, origin, false, new AtomicReference<>());
  }

  /**
   * Opens a section on a machine.
   *
   * @throws SectionRegistryException if it does not open, naming its jar and the reason
   */
  public static OpenSection of(SectionProvider provider, SectionHost host) {
    return of(provider, host, false);
  }

  static OpenSection of(SectionProvider provider, SectionHost host, boolean plugin) {
    String origin = SectionOrigin.of(provider);
    String name = provider.name();
    try {
      Section section = Objects.requireNonNull(provider.open(host), "open answers null");
      Objects.requireNonNull(section.versions(), "versions answers null");
      if (section instanceof LiveSection live) {
        requireOurs(live);
      }
      return new OpenSection(
          name, provider.instanceId(), section, origin, plugin, new AtomicReference<>());
    } catch (RuntimeException | Error broken) {
      throw new SectionRegistryException(
          "section %s of %s does not open: %s".formatted(name, origin, broken), broken);
    }
  }

  /**
   * Refuses what would be one section to a stream.
   *
   * @throws SectionRegistryException if a provider brings a section that the machine has itself
   */
  public static void requireEachOnce(List<OpenSection> sections) {
    Map<String, OpenSection> seen = new HashMap<>();
    for (OpenSection open : sections) {
      OpenSection earlier = seen.putIfAbsent(open.label(), open);
      if (earlier != null) {
        throw new SectionRegistryException(
            "two sections %s: one %s, one %s"
                .formatted(open.label(), earlier.whose(), open.whose()));
      }
    }
  }

  private String whose() {
    return origin == null ? "of the machine itself" : "from " + origin + "; remove that jar";
  }

  private static void requireOurs(LiveSection live) {
    for (String capability : live.capabilities()) {
      if (!capability.startsWith(OURS)) {
        throw new IllegalArgumentException(
            "its capability " + capability + " does not begin with " + OURS);
      }
    }
  }

  /**
   * The section of one kind that a stream names.
   *
   * @param offset where the stream does so, for the error
   * @throws LoadException if there is none, listing those that there are, or if the version is too
   *     old or too new
   */
  static OpenSection find(
      List<OpenSection> sections, Class<? extends Section> kind, SectionHeader header, long offset)
      throws LoadException {
    for (OpenSection open : sections) {
      if (open.name.equals(header.name())
          && open.instance == header.instance()
          && kind.isInstance(open.section)) {
        if (!open.section.versions().contains(header.version())) {
          throw new LoadException(
              header.toString(), offset, open.section.versions().refuse(header.version()), null);
        }
        return open;
      }
    }
    throw new LoadException(
        header.toString(),
        offset,
        "this machine has no such section; it has "
            + sections.stream()
                .filter(open -> kind.isInstance(open.section))
                .map(open -> open.label() + (open.origin == null ? "" : " from " + open.origin))
                .toList(),
        null);
  }

  /** The section of a stream's header if it is among these, else one that nobody here has. */
  static OpenSection of(List<OpenSection> sections, SectionHeader header) {
    return sections.stream()
        .filter(open -> open.name.equals(header.name()) && open.instance == header.instance())
        .findFirst()
        .orElseGet(() -> new OpenSection(header.name(), header.instance(), NOBODYS));
  }

  /** Names of the migration capabilities that change what the section writes. */
  public Set<String> capabilities() {
    return section instanceof LiveSection live ? live.capabilities() : Set.of();
  }

  /**
   * Refuses a section with a call that was given up and has not come back: it cannot be called.
   *
   * @throws SectionHangException if there is one
   */
  void requireNoHang() throws SectionHangException {
    String hangs = hang.get();
    if (hangs != null) {
      throw SectionHangException.still(this, hangs);
    }
  }

  /**
   * Refuses a section that may yet change the machine, though nobody waits for it any more.
   *
   * @throws SectionHangException if it has not come back from its commit
   */
  public void requireNoCommit() throws SectionHangException {
    if (COMMIT.equals(hang.get())) {
      throw SectionHangException.still(this, COMMIT);
    }
  }

  /** What an error says of a call that a plugin is to blame for; empty for all other sections. */
  String blame(String callback) {
    return !plugin ? "" : " (in " + callback + ", from " + origin + ")";
  }

  /** The section as errors name it. */
  public String label() {
    return instance == 0 ? name : name + " (instance " + instance + ")";
  }
}
