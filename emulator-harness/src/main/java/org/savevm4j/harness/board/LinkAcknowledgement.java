// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DestinationGaveUpException;
import org.savevm4j.harness.savevm.ReturnPath;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.stream.StateInput;

/** Waits on the return path, where there is one, and for a file's disk or a command's end. */
final class LinkAcknowledgement implements Acknowledgement {

  private final Link link;
  private final boolean returnPath;
  private final boolean atRest;
  private final StateInput answers;
  private boolean refused;

  /**
   * @param atRest whether the link ends in a file, which runs no guest; a command may have sent it
   *     on to one
   */
  LinkAcknowledgement(Link link, boolean returnPath, boolean atRest) {
    this.link = link;
    this.answers = new StateInput(link);
    this.returnPath = returnPath;
    this.atRest = atRest;
  }

  @Override
  public void awaitReady() throws IOException {
    ReturnPath.awaitPong(answers);
  }

  @Override
  public void await() throws IOException {
    link.sync();
    if (returnPath) {
      try {
        ReturnPath.awaitShut(answers);
      } catch (DestinationGaveUpException gaveUp) {
        refused = true;
        throw gaveUp;
      }
    }
  }

  @Override
  public boolean guestMayRunElsewhere() {
    return !atRest && !refused;
  }
}
