// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.util.random.RandomGenerator;
import org.savevm4j.section.LiveSection;
import org.savevm4j.testkit.LiveSectionContract;
import org.savevm4j.testkit.LiveSubject;

class FramebufferContractTest extends LiveSectionContract {

  private static final int ROWS = 30;
  private static final int ROW_BYTES = 10;

  @Override
  protected LiveSubject newMachine() {
    Framebuffer framebuffer = new Framebuffer(ROWS, ROW_BYTES);
    LiveSection section = new FramebufferSection(framebuffer);
    return new LiveSubject() {
      @Override
      public LiveSection section() {
        return section;
      }

      @Override
      public void change(RandomGenerator random) {
        framebuffer.paint(random.nextInt(ROWS), random.nextInt(ROW_BYTES), random.nextInt());
      }

      @Override
      public Object state() {
        return framebuffer.copy();
      }
    };
  }

  /** A row, its number, and the end marker. */
  @Override
  protected long largestItemBytes() {
    return Short.BYTES + ROW_BYTES + Short.BYTES;
  }
}
