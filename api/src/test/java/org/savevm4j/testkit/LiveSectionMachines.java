// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.StreamException;

/** What the contract of live sections asks its author for, and does with it. */
abstract class LiveSectionMachines {

  private static final int MOST_BYTES = 64 << 10;

  /** A machine as new; two of them are alike. The test closes it. */
  protected abstract LiveSubject newMachine() throws IOException;

  /** A machine as new whose save can be longer than {@link #largestItemBytes}. */
  protected LiveSubject newLargeMachine() throws IOException {
    return newMachine();
  }

  /** How often {@link LiveSubject#change} is called for a machine that is not as new any more. */
  protected int changes() {
    return 12;
  }

  /** The same for a machine whose first pass takes more than one turn. */
  protected int manyChanges() {
    return 2000;
  }

  /**
   * The most bytes by which an iterate overshoots its budget: one item, and the payload's frame.
   */
  protected long largestItemBytes() {
    return 4096;
  }

  /** Bytes that go in each payload however little is left: header words and end markers. */
  protected long fixedBytes() {
    return 32;
  }

  /**
   * Whether the section compresses what it sends with these capabilities on: then it may tell more
   * bytes than it will send, never fewer.
   */
  protected boolean compresses(Set<String> enabled) {
    return false;
  }

  /** Sets of capabilities to run with. */
  protected Set<Set<String>> capabilitySets() throws IOException {
    Set<Set<String>> sets = new LinkedHashSet<>();
    sets.add(Set.of());
    try (LiveSubject subject = newMachine()) {
      sets.add(Set.copyOf(subject.section().capabilities()));
    }
    return sets;
  }

  SavedSection smallSave(Set<String> enabled) throws IOException {
    try (LiveSubject source = changed(1, changes())) {
      SavedSection saved = SavedSection.of(source.section(), enabled);
      assertTrue(
          saved.bytes() <= MOST_BYTES,
          () -> "a save of " + saved.bytes() + " bytes is too long to look at each; fewer changes");
      return saved;
    }
  }

  /** Whether a changed payload is refused; if not, the rest is loaded with it and not committed. */
  static boolean refuses(
      LiveSubject destination, SavedSection saved, int payload, SavedPayload changed, String place)
      throws IOException {
    try (LoadRun load = new LoadRun(destination.section(), saved.version())) {
      load.payloads(saved.payloads().subList(0, payload));
      load.payload(changed);
      load.payloads(saved.payloads().subList(payload + 1, saved.payloads().size()));
      return false;
    } catch (StreamException _) {
      return true;
    } catch (RuntimeException | Error untyped) {
      throw new AssertionError(place + " is no typed error", untyped);
    }
  }

  static void requireRefusal(LiveSubject subject, long version, String why) {
    VersionRange range = subject.section().versions();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> subject.section().newLoader(version),
            () -> "takes version " + version + ", though it loads " + range);
    String message = String.valueOf(refused.getMessage());
    for (Object part : new Object[] {why, version, range.oldest(), range.newest()}) {
      assertTrue(message.contains(part.toString()), () -> message + " lacks " + part);
    }
  }

  LiveSubject changed(long seed, int count) throws IOException {
    return changed(newMachine(), seed, count);
  }

  static LiveSubject changed(LiveSubject subject, long seed, int count) {
    RandomGenerator random = random(seed);
    for (int i = 0; i < count; i++) {
      subject.change(random);
    }
    return subject;
  }

  static RandomGenerator random(long seed) {
    return new SplittableRandom(seed);
  }
}
