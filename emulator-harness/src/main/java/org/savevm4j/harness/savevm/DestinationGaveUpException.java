// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;

/** The destination said that it will not run the guest. */
public final class DestinationGaveUpException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param status what it said, not 0
   */
  public DestinationGaveUpException(int status) {
    super(
        switch (status) {
          case ReturnPath.CAPABILITIES_DIFFER ->
              "the destination gave up: it has other capabilities of sections on; set the same"
                  + " x-* capabilities on both sides";
          case ReturnPath.CONTENTS_DIFFER ->
              "the destination gave up: what came there is not what was sent, as"
                  + " x-section-checksum showed; it says where, and a new migration may do better";
          default -> "the destination gave up with status " + status + "; see what it says";
        });
  }
}
