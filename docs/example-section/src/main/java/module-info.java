// SPDX-License-Identifier: Apache-2.0
/** A picture and its colours, as sections of a machine. */
module acme.framebuffer {
  requires org.savevm4j;

  provides org.savevm4j.section.SectionProvider with
      acme.framebuffer.FramebufferProvider,
      acme.framebuffer.PaletteProvider;
}
