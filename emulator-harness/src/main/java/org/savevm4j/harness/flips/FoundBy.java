// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.io.IOException;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.stream.ChecksumException;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.TruncatedStreamException;

/** What found a flipped bit, if anything did. */
enum FoundBy {
  CHECKSUM("checksum"),
  FOOTER("footer"),
  FRAMING("framing"),
  PAYLOAD("check of a payload"),
  END("end of the stream"),
  LOADER_FAILED("a loader that failed"),
  NOTHING("nothing");

  private final String words;

  FoundBy(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** What a load that ended so was ended by. */
  static FoundBy of(IOException fault) {
    if (!(fault instanceof LoadException load)) {
      // the listener's own: capabilities that differ, commands
      return FRAMING;
    }
    return switch (load.getCause()) {
      case ChecksumException _ -> CHECKSUM;
      case TruncatedStreamException _ -> END;
      case MalformedStreamException wrong when wrong.field().equals("footer") -> FOOTER;
      case MalformedStreamException _ -> load.section() == null ? FRAMING : PAYLOAD;
      case RuntimeException _ -> LOADER_FAILED;
      case Error _ -> LOADER_FAILED;
      case null, default -> FRAMING;
    };
  }
}
