// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

@Timeout(60)
class CancelledJobTest {

  private static final String ID = "j";

  @TempDir private Path folder;

  @Test
  void saveThatIsCancelledFailsAndLeavesGuestAndSnapshotsAsTheyWere() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.MIX, 1000, 1, 96);
    try (Emulator emulator =
        Emulator.open(
            new EmulatorOptions(64 << 20, 1, null, null, false, guest)
                .withSnapshots(folder.resolve("snapshots")))) {
      SnapshotJobs jobs = emulator.snapshots().jobs();
      emulator.start();
      emulator.snapshots().save("before", false);
      CancelsAtTheStop listener = new CancelsAtTheStop(jobs);
      emulator.addListener(listener);
      jobs.save(ID, "t");
      assertEquals(List.of("created", "running", "aborting", "concluded"), listener.statuses());
      JobInfo job = jobs.query().getFirst();
      assertEquals("snapshot 't' was not saved: it was cancelled", job.error());
      assertEquals(
          List.of("before"), emulator.snapshots().list().stream().map(each -> each.tag()).toList());
      assertEquals(RunStatus.RUNNING, emulator.status());
      assertEquals(0, emulator.guestCheck().mismatches());
    }
  }

  @Test
  void jobThatIsCancelledBeforeItBeginsDoesNothing() throws Exception {
    Cancellation cancellation = new Cancellation();
    cancellation.requireNone();
    cancellation.cancel();
    assertThrows(EmulatorException.class, cancellation::requireNone);
    List<String> done = new ArrayList<>();
    cancellation.by(() -> done.add("at once"));
    assertEquals(List.of("at once"), done);
  }

  @Test
  void onlyAJobThatGoesOnCanBeCancelled() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Jobs jobs = new Jobs(tell -> tell.accept(new Hears(heard)));
    jobs.start(ID, "nothing", _ -> {});
    while (!"concluded".equals(heard.poll(10, TimeUnit.SECONDS))) {
      // it goes on
    }
    refuses(jobs, ID, "job 'j' is concluded: only one that goes on can be cancelled");
    refuses(jobs, "other", "there is no job 'other'");
    jobs.dismiss(ID);
    refuses(jobs, ID, "there is no job 'j'");
  }

  private static void refuses(Jobs jobs, String id, String reason) {
    EmulatorException refusal = assertThrows(EmulatorException.class, () -> jobs.cancel(id));
    assertEquals(reason, refusal.getMessage());
  }

  /** Tells the statuses of jobs. */
  private static class Hears implements EmulatorListener {

    private final BlockingQueue<String> heard;

    Hears(BlockingQueue<String> heard) {
      this.heard = heard;
    }

    @Override
    public void job(String id, String status) {
      heard.add(status);
    }

    @Override
    public void stopped() {
      // tells nothing of jobs
    }

    @Override
    public void resumed() {
      // tells nothing of jobs
    }

    @Override
    public void migration(String status) {
      // tells nothing of jobs
    }

    @Override
    public void pass(long pass) {
      // tells nothing of jobs
    }
  }

  /** Cancels the job when it stops the guest, on the thread that saves. */
  private static final class CancelsAtTheStop extends Hears {

    private final BlockingQueue<String> heard;
    private final SnapshotJobs jobs;

    CancelsAtTheStop(SnapshotJobs jobs) {
      this(jobs, new LinkedBlockingQueue<>());
    }

    private CancelsAtTheStop(SnapshotJobs jobs, BlockingQueue<String> heard) {
      super(heard);
      this.heard = heard;
      this.jobs = jobs;
    }

    @Override
    public void stopped() {
      try {
        jobs.cancel(ID);
      } catch (EmulatorException refused) {
        heard.add(String.valueOf(refused.getMessage()));
      }
    }

    List<String> statuses() throws InterruptedException {
      List<String> statuses = new ArrayList<>();
      do {
        String next = heard.poll(20, TimeUnit.SECONDS);
        assertTrue(next != null, statuses::toString);
        statuses.add(next);
      } while (!statuses.getLast().equals("concluded"));
      return statuses;
    }
  }
}
