// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.io.IOException;
import java.util.List;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/** Fills a picture that nobody sees, and shows it when the whole stream was right. */
final class FramebufferLoader implements LiveLoader {

  private final Framebuffer framebuffer;
  private final byte[][] staged;
  private volatile List<Metric> metrics = List.of();

  FramebufferLoader(Framebuffer framebuffer) {
    this.framebuffer = framebuffer;
    this.staged = new byte[framebuffer.rows()][framebuffer.rowBytes()];
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    if (part == Part.START) {
      require(in, "rows", framebuffer.rows());
      require(in, "bytes of a row", framebuffer.rowBytes());
      return;
    }
    while (true) {
      long at = in.position();
      int row = in.getBe16() - 1;
      if (row < 0) {
        return;
      }
      if (row >= staged.length) {
        throw new MalformedStreamException(at, "row", "" + row, "0 to " + (staged.length - 1));
      }
      staged[row] = in.getBytes(framebuffer.rowBytes());
    }
  }

  @Override
  public void commit() {
    framebuffer.show(staged);
    metrics = List.of(new Metric("picture", Metric.Unit.COUNT, framebuffer.checksum()));
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  private static void require(StateInput in, String field, int expected) throws IOException {
    long at = in.position();
    int found = in.getBe16();
    if (found != expected) {
      throw new MalformedStreamException(at, field, "" + found, "" + expected);
    }
  }
}
