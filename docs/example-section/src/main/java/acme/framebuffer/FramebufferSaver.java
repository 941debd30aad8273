// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.io.IOException;
import java.util.List;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * Sends the rows that changed, lap after lap.
 *
 * <pre>
 *   START      be16 rows, be16 bytes of a row
 *   PART, END  { be16 row + 1, the row's bytes }*, be16 0
 * </pre>
 */
final class FramebufferSaver implements LiveSaver {

  private static final int END = 0;

  private final Framebuffer framebuffer;
  private int cursor;
  private long rowsSent;
  private volatile List<Metric> metrics = List.of();

  FramebufferSaver(Framebuffer framebuffer) {
    this.framebuffer = framebuffer;
  }

  @Override
  public long version() {
    return 1;
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    framebuffer.markAll();
    out.putBe16(framebuffer.rows());
    out.putBe16(framebuffer.rowBytes());
  }

  @Override
  public Pending pending() {
    long row = Short.BYTES + framebuffer.rowBytes();
    return Pending.of(framebuffer.changedRows() * row);
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    IterateResult result = IterateResult.BUDGET_SPENT;
    while (!budget.isSpent(out.position())) {
      int row = framebuffer.nextChanged(cursor);
      if (row < 0) {
        cursor = 0;
        result = IterateResult.CAUGHT_UP;
        break;
      }
      out.putBe16(row + 1);
      out.put(framebuffer.take(row));
      cursor = row + 1;
      rowsSent++;
    }
    out.putBe16(END);
    publish();
    return result;
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    cursor = 0;
    iterate(out, Budget.unlimited());
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  private void publish() {
    metrics =
        List.of(
            new Metric("rows-sent", Metric.Unit.COUNT, rowsSent),
            new Metric("picture", Metric.Unit.COUNT, framebuffer.checksum()));
  }
}
