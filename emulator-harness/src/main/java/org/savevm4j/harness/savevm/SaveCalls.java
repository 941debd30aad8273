// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.QevmWriter;
import org.savevm4j.section.LiveSaver;

/**
 * Calls the sections of one save, and says which section it was, and what of it was called, when
 * one fails. The migration thread only.
 */
record SaveCalls(QevmWriter writer, SectionCalls calls) {

  /** What a section puts, and the footer, which comes whatever the section did. */
  void payload(
      OpenSection open,
      String callback,
      SectionOutput output,
      long most,
      Payload payload,
      Runnable late)
      throws IOException {
    SaveException named = null;
    try {
      call(
          open,
          callback,
          () -> {
            output.begin(most);
            try {
              payload.put();
            } finally {
              output.end();
            }
            return open;
          },
          _ -> late.run());
    } catch (SaveException failed) {
      named = failed;
    }
    try {
      frame(writer::endSection);
    } catch (IOException lost) {
      if (named == null) {
        throw lost;
      }
      named.addSuppressed(lost);
    }
    if (named != null) {
      throw named;
    }
  }

  /** A call of a saver, which is cleaned up if the call was given up and comes back. */
  <T> T call(OpenSection open, String callback, SectionCalls.Body<T> body, LiveSaver saver)
      throws SaveException {
    return call(open, callback, body, _ -> saver.cleanup());
  }

  /** A call; {@code late} is what to do if it was given up and comes back. */
  <T> T call(
      OpenSection open, String callback, SectionCalls.Body<T> body, Consumer<@Nullable T> late)
      throws SaveException {
    try {
      return calls.call(open, callback, body, late);
    } catch (AbandonedCallError abandoned) {
      throw abandoned;
    } catch (IOException | RuntimeException | Error failed) {
      throw new SaveException(open, callback, writer.out().position(), failed);
    }
  }

  /** Puts what is no section's. */
  void frame(Payload bytes) throws IOException {
    try {
      bytes.put();
    } catch (IOException failed) {
      throw new SaveException(writer.out().position(), failed);
    }
  }

  /** Puts bytes. */
  @FunctionalInterface
  interface Payload {
    void put() throws IOException;
  }
}
