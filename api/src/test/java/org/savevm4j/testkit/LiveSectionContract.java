// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.StreamException;

/**
 * What every live section must do. Extend it, answer a fresh machine in {@link #newMachine}, and
 * run it with JUnit 5.
 *
 * <p>Each test runs once without capabilities, and once with all that the section has. The machines
 * are small: the tests look at every byte of a save of {@link #changes} changes, so that it may
 * have 64 KiB at most.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class LiveSectionContract extends LiveSectionMachines {

  private static final int JUNK_BYTES = 64;

  @Test
  void whatIsSavedIsLoadedInPlaceOfWhatWasThere() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      for (int count : new int[] {0, changes()}) {
        try (LiveSubject source = changed(1, count);
            LiveSubject destination = changed(2, changes())) {
          LoadRun.all(destination.section(), SavedSection.of(source.section(), enabled));
          States.assertSame(
              source.state(), destination.state(), "after a load, with " + enabled + " on");
        }
      }
    }
  }

  @Test
  void whatWasLoadedIsSavedAgain() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject first = changed(1, changes());
          LiveSubject second = newMachine();
          LiveSubject third = newMachine()) {
        LoadRun.all(second.section(), SavedSection.of(first.section(), enabled));
        LoadRun.all(third.section(), SavedSection.of(second.section(), enabled));
        States.assertSame(first.state(), third.state(), "after two loads, one of the other");
      }
    }
  }

  @Test
  void everyCutIsRefusedAndChangesNothing() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      SavedSection saved = smallSave(enabled);
      try (LiveSubject destination = changed(2, changes())) {
        Object before = destination.state();
        for (int payload = 0; payload < saved.payloads().size(); payload++) {
          SavedPayload whole = saved.payloads().get(payload);
          for (int length = 0; length < whole.bytes().length; length++) {
            String place = whole.part() + " of payload " + payload + " cut at " + length;
            try (LoadRun load = new LoadRun(destination.section(), saved.version())) {
              load.payloads(saved.payloads().subList(0, payload));
              SavedPayload cut = whole.cutAt(length);
              assertThrows(StreamException.class, () -> load.payload(cut), place);
            }
            States.assertSame(before, destination.state(), place);
          }
        }
      }
    }
  }

  @Test
  void refusedLoadChangesNothing() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      SavedSection saved = smallSave(enabled);
      try (LiveSubject destination = changed(2, changes())) {
        Object before = destination.state();
        for (int payload = 0; payload < saved.payloads().size(); payload++) {
          SavedPayload whole = saved.payloads().get(payload);
          for (int at = 0; at < whole.bytes().length; at++) {
            String place =
                whole.part() + " of payload " + payload + " with byte " + at + " changed";
            if (refuses(destination, saved, payload, whole.changedAt(at), place)) {
              States.assertSame(before, destination.state(), place);
            } else {
              before = destination.state();
            }
          }
        }
      }
    }
  }

  @Test
  void loadThatIsNotCommittedChangesNothing() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject source = changed(1, changes());
          LiveSubject destination = changed(2, changes())) {
        SavedSection saved = SavedSection.of(source.section(), enabled);
        Object before = destination.state();
        try (LoadRun load = new LoadRun(destination.section(), saved.version())) {
          for (SavedPayload payload : saved.payloads()) {
            load.payload(payload);
            States.assertSame(before, destination.state(), () -> payload.part() + " was loaded");
          }
        }
        States.assertSame(before, destination.state(), "the load was given up");
      }
    }
  }

  @Test
  void loadReadsItsPayloadExactly() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject source = changed(1, changes());
          LiveSubject destination = newMachine()) {
        SavedSection saved = SavedSection.of(source.section(), enabled);
        try (LoadRun load = new LoadRun(destination.section(), saved.version())) {
          for (SavedPayload payload : saved.payloads()) {
            int length = payload.bytes().length;
            byte[] more = Arrays.copyOf(payload.bytes(), length + JUNK_BYTES);
            Arrays.fill(more, length, more.length, (byte) 0x7e);
            assertEquals(length, load.payload(payload.part(), more), payload.part() + " is got");
          }
        }
      }
    }
  }

  @Test
  void versionsThatDoNotLoadAreRefusedWithAllNumbers() throws Exception {
    try (LiveSubject subject = newMachine()) {
      VersionRange range = subject.section().versions();
      for (Set<String> enabled : capabilitySets()) {
        long written = SavedSection.of(subject.section(), enabled).version();
        assertTrue(range.contains(written), "writes version " + written + ", loads " + range);
      }
      if (range.oldest() > 0) {
        requireRefusal(subject, range.oldest() - 1, "too old");
      }
      requireRefusal(subject, range.newest() + 1, "too new");
    }
  }

  @Test
  void iterateKeepsItsBudgetAndComesToAnEnd() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      for (long budget : new long[] {1, 1000, largestItemBytes()}) {
        try (LiveSubject source = changed(newLargeMachine(), 1, manyChanges());
            LiveSubject destination = newLargeMachine()) {
          SavedSection saved =
              BudgetedSave.of(source, enabled, budget, largestItemBytes(), 2 * manyChanges());
          LoadRun.all(destination.section(), saved);
          States.assertSame(source.state(), destination.state(), "in parts of " + budget);
        }
      }
    }
  }

  @Test
  void pendingTellsWhatCompleteThenSends() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      for (PendingCase when : PendingCase.values()) {
        try (LiveSubject source = changed(1, changes());
            SaveRun save = new SaveRun(source.section(), enabled)) {
          save.setup();
          when.reach(save, source, random(3), changes());
          long told = save.finishParts().bytes();
          save.complete();
          long sent = save.lastBytes();
          String seen = when + " with " + enabled + " on: told " + told + ", sent " + sent;
          assertTrue(told + told / 10 + fixedBytes() >= sent, seen);
          assertTrue(compresses(enabled) || told <= sent + sent / 10 + fixedBytes(), seen);
        }
      }
    }
  }

  @Test
  void noChangeIsLostThatIsMadeWhileItIsSent() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      for (int seed = 0; seed < 4; seed++) {
        try (LiveSubject source = changed(1, changes());
            LiveSubject destination = newMachine()) {
          SavedSection saved = RacedSave.of(source, enabled, random(seed), seed % 2 == 0);
          LoadRun.all(destination.section(), saved);
          States.assertSame(source.state(), destination.state(), "a change is lost");
        }
      }
    }
  }

  @Test
  void saveCanBeAbandonedAtAnyPhaseAndBegunAnew() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject source = changed(1, changes())) {
        RandomGenerator random = random(3);
        for (AbandonedSave phase : AbandonedSave.values()) {
          phase.run(source.section(), enabled);
          source.change(random);
          try (LiveSubject destination = newMachine()) {
            LoadRun.all(destination.section(), SavedSection.of(source.section(), enabled));
            States.assertSame(
                source.state(), destination.state(), "a save after one abandoned: " + phase);
          }
        }
      }
    }
  }

  @Test
  void loadCanBeAbandonedAtAnyPhaseAndBegunAnew() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject source = changed(1, changes())) {
        SavedSection saved = SavedSection.of(source.section(), enabled);
        for (int loaded = 0; loaded <= saved.payloads().size(); loaded++) {
          try (LiveSubject destination = newMachine()) {
            try (LoadRun load = new LoadRun(destination.section(), saved.version())) {
              load.payloads(saved.payloads().subList(0, loaded));
            }
            LoadRun.all(destination.section(), saved);
            States.assertSame(
                source.state(), destination.state(), "a load after one abandoned at " + loaded);
          }
        }
      }
    }
  }

  @Test
  void metricsNameEachFigureOnce() throws Exception {
    for (Set<String> enabled : capabilitySets()) {
      try (LiveSubject source = changed(1, changes());
          LiveSubject destination = newMachine();
          SaveRun save = new SaveRun(source.section(), enabled)) {
        save.requireSoundMetrics();
        save.setup();
        save.requireSoundMetrics();
        save.iterate(Long.MAX_VALUE >> 1);
        save.requireSoundMetrics();
        save.complete();
        save.requireSoundMetrics();
        try (LoadRun load = new LoadRun(destination.section(), save.saved().version())) {
          load.requireSoundMetrics();
          for (SavedPayload payload : save.saved().payloads()) {
            load.payload(payload);
            load.requireSoundMetrics();
          }
        }
      }
    }
  }
}
