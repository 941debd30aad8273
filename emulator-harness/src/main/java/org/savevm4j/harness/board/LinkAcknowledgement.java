// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DestinationGaveUpException;
import org.savevm4j.harness.savevm.ReturnPath;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

/** Waits on the return path, where there is one, and for a file's disk or a command's end. */
final class LinkAcknowledgement implements Acknowledgement {

  private final Link link;
  private final boolean returnPath;
  private final boolean atRest;
  private final boolean endsOutput;
  private final StateInput answers;
  private boolean refused;

  /**
   * @param atRest whether the link ends in a file, which runs no guest; a command may have sent it
   *     on to one
   * @param endsOutput whether to tell the destination that no more comes, so that one that misread
   *     a length reads the end, and does not wait for what it takes to be missing
   */
  LinkAcknowledgement(Link link, boolean returnPath, boolean atRest, boolean endsOutput) {
    this.link = link;
    this.answers = new StateInput(link);
    this.returnPath = returnPath;
    this.atRest = atRest;
    this.endsOutput = endsOutput;
  }

  @Override
  public void awaitReady() throws IOException {
    try {
      ReturnPath.awaitPong(answers);
    } catch (TruncatedStreamException ended) {
      throw new IOException(
          link + ": the destination left before it took the stream; see what it says", ended);
    }
  }

  @Override
  public void await() throws IOException {
    link.sync();
    if (returnPath) {
      try {
        if (endsOutput) {
          endOutput();
        }
        awaitShut();
      } catch (TruncatedStreamException ended) {
        throw new IOException(
            link + ": the link ended before the destination said that it has the guest", ended);
      }
    }
  }

  private void endOutput() {
    try {
      link.endOutput();
    } catch (TransportException _) {
      // the destination may have left, having said that it has the guest: its last word tells
    }
  }

  @Override
  public @Nullable DestinationGaveUpException lastWord() {
    try {
      awaitShut();
      return null;
    } catch (DestinationGaveUpException gaveUp) {
      return gaveUp;
    } catch (IOException _) {
      // it left without a word
      return null;
    }
  }

  private void awaitShut() throws IOException {
    try {
      ReturnPath.awaitShut(answers);
    } catch (DestinationGaveUpException gaveUp) {
      refused = true;
      throw gaveUp;
    }
  }

  @Override
  public boolean guestMayRunElsewhere() {
    return !atRest && !refused;
  }
}
