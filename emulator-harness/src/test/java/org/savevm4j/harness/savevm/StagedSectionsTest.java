// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.state.DeviceState;
import org.savevm4j.stream.StateInput;

/** When a machine begins to change, and when it has changed as a whole. */
class StagedSectionsTest {

  private final List<String> committed = new ArrayList<>();
  private final StateInput in =
      new StateInput(Channels.newChannel(new ByteArrayInputStream(new byte[0])));
  private final StagedSections staged =
      new StagedSections(
          new LoadCalls(in, SectionCalls.watched(() -> 1000)), new SwitchoverSteps());

  @Test
  void nothingChangesIfADeviceThatIsStoredLaterCannotBeCalled() {
    stage("first", () -> {});
    OpenSection device = open("second");
    staged.device(header("second"), device, () -> committed.add("second"));
    device.hang().set("save");
    requireNothingChanges();
  }

  @Test
  void nothingChangesIfASectionThatCommitsLaterCannotBeCalled() {
    stage("first", () -> {});
    stage("second", () -> {}).open().hang().set("cleanup");
    requireNothingChanges();
  }

  private void requireNothingChanges() {
    assertThrows(SectionHangException.class, staged::commit);
    assertEquals(List.of(), committed);
    assertFalse(staged.commitUnderWay(), "the machine is as it was");
  }

  @Test
  void machineIsInPartFromTheFirstCommitToTheLast() throws Exception {
    List<Boolean> seen = new ArrayList<>();
    stage("first", () -> seen.add(staged.commitUnderWay()));
    staged.device(header("second"), open("second"), () -> seen.add(staged.commitUnderWay()));
    assertFalse(staged.commitUnderWay(), "nothing has begun");
    staged.commit();
    assertEquals(List.of(true, true), seen);
    assertFalse(staged.commitUnderWay(), "the machine has all of it");
  }

  @Test
  void machineIsLeftInPartWhereACommitThrows() {
    stage("first", () -> {});
    stage(
        "second",
        () -> {
          throw new IllegalStateException("no");
        });
    stage("third", () -> {});
    assertThrows(LoadException.class, staged::commit);
    assertEquals(List.of("first", "second"), committed, "the third is not called any more");
    assertTrue(staged.commitUnderWay(), "it is neither what it was nor what it was to be");
  }

  private StagedSections.Opened stage(String name, Runnable commit) {
    return staged.begin(
        header(name),
        open(name),
        new LiveLoader() {
          @Override
          public void load(StateInput stream, Part part) {}

          @Override
          public void commit() {
            committed.add(name);
            commit.run();
          }

          @Override
          public List<Metric> metrics() {
            return List.of();
          }
        });
  }

  private static SectionHeader header(String name) {
    return new SectionHeader(RecordType.START, 0, name, 0, 1);
  }

  private static OpenSection open(String name) {
    return new OpenSection(
        name, 0, new DeviceSection<>(DeviceState.<Object>named(name, 1).build(), new Object()));
  }
}
