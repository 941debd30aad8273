// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

/**
 * Calls the sections of one load, and says where and whose it was when something is wrong: with the
 * stream, with its channel, or with a section. The incoming thread only.
 */
record LoadCalls(StateInput in, SectionCalls calls) {

  /**
   * A call into a section; what it throws that is no fault of the stream is the section's.
   *
   * @param late what to do when the call was given up and comes back, with its result, or null if
   *     it threw
   */
  <T> T called(
      SectionHeader header,
      OpenSection open,
      String callback,
      SectionCalls.Body<T> body,
      Consumer<@Nullable T> late)
      throws IOException {
    try {
      return calls.call(open, callback, body, late);
    } catch (AbandonedCallError abandoned) {
      throw abandoned;
    } catch (StreamException fault) {
      throw LoadException.of(header.toString(), fault);
    } catch (RuntimeException | Error broken) {
      throw new LoadException(
          header.toString(),
          in.position(),
          "its loader failed: " + broken + open.blame(callback),
          broken);
    }
  }

  /** Has a loader clean up, if there is one, whose call came back too late. */
  static void cleanUpLate(@Nullable LiveLoader loader) {
    if (loader != null) {
      loader.cleanup();
    }
  }

  /** Tells a channel's fault, which has no place, from what is wrong with a stream, which has. */
  <T> T read(@Nullable SectionHeader section, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (StreamException | LoadException | LoadFaultException placed) {
      throw placed;
    } catch (IOException fault) {
      String name = section == null ? null : section.toString();
      throw new LoadFaultException(name, in.position(), fault);
    }
  }

  /** Something read from the stream. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }
}
