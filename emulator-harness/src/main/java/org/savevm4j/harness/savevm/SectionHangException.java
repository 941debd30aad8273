// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;

/** A call into a section did nothing for too long, and was given up. */
public final class SectionHangException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient OpenSection section;

  private SectionHangException(OpenSection section, String message) {
    super(message);
    this.section = section;
  }

  static SectionHangException after(SectionCall call, long limitMillis) {
    return new SectionHangException(
        call.section(),
        "section %s does nothing for %d ms, the x-stall-timeout%s"
            .formatted(call.section().label(), limitMillis, call.section().blame(call.callback())));
  }

  static SectionHangException still(OpenSection section, String callback) {
    return new SectionHangException(
        section,
        "section %s has not come back since an earlier save or load%s"
            .formatted(section.label(), section.blame(callback)));
  }

  /** Which one. */
  OpenSection section() {
    return section;
  }
}
