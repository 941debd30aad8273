// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.util.Set;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** The video memory as a live section: sent while the guest paints. */
record FramebufferSection(Framebuffer framebuffer) implements LiveSection {

  @Override
  public VersionRange versions() {
    return VersionRange.of(1);
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    return new FramebufferSaver(framebuffer);
  }

  @Override
  public LiveLoader newLoader(long version) {
    versions().require(version);
    return new FramebufferLoader(framebuffer);
  }
}
