// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.util.SplittableRandom;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;

/** Section "acme/framebuffer": a test picture, another one in each machine. */
public final class FramebufferProvider implements SectionProvider {

  private static final int ROWS = 480;
  private static final int ROW_BYTES = 640;

  @Override
  public String name() {
    return "acme/framebuffer";
  }

  @Override
  public long instanceId() {
    return 0;
  }

  @Override
  public Section open(SectionHost host) {
    Framebuffer framebuffer = new Framebuffer(ROWS, ROW_BYTES);
    framebuffer.paintAll(new SplittableRandom());
    return new FramebufferSection(framebuffer);
  }
}
