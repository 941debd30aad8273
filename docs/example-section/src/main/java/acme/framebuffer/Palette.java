// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import org.savevm4j.state.DeviceState;

/** The colours of a picture: small state, which is sent while the guest stands still. */
final class Palette {

  static final int COLOURS = 16;

  static final DeviceState<Palette> STATE =
      DeviceState.<Palette>named("acme/palette", 2)
          .minimumVersion(1)
          .be64Array("colours", palette -> palette.colours)
          .since(2)
          .u8("border", palette -> palette.border, (palette, border) -> palette.border = border)
          .build();

  /** Red, green, blue, 16 bits each from bit 32 down. */
  final long[] colours = new long[COLOURS];

  /** Index of the colour around the picture; version 1 did not have it, and drew the first. */
  int border;
}
