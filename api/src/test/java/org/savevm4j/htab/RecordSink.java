// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Collects the records that an emitter puts. */
final class RecordSink {

  private static final long HOUR = 3_600_000_000_000L;

  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final StateOutput out = new StateOutput(Channels.newChannel(sink));

  StateOutput out() {
    return out;
  }

  RecordTarget target() {
    return RecordTarget.of(out);
  }

  /** What was put since the last call. */
  byte[] take() throws IOException {
    out.flush();
    byte[] records = sink.toByteArray();
    sink.reset();
    return records;
  }

  /** A budget of so many bytes and plenty of time. */
  Budget bytes(long bytes) {
    return Budget.of(out, bytes, HOUR);
  }

  /** A whole lap, guest running. */
  byte[] lap(HtabEmitter emitter) throws IOException {
    if (!emitter.emit(target(), bytes(1L << 40), false)) {
      throw new IllegalStateException("the lap did not end though nothing bounds it");
    }
    return take();
  }

  /** Applies records one after another to the end. */
  static void apply(byte[] records, HtabApplier applier) throws IOException {
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(records)));
    while (in.peek8(0) >= 0) {
      long at = in.position();
      applier.apply(HtabRecord.get(in), at, in::get);
    }
  }

  /** Fails unless all entries are such as a receiver takes: V is set, and no bit of the host. */
  static void requireValid(byte[] records) {
    ByteBuffer left = ByteBuffer.wrap(records);
    while (left.hasRemaining()) {
      HtabRecord record = HtabRecord.decode(left.getLong());
      for (int i = 0; i < record.valid(); i++, left.getLong()) {
        long dword0 = left.getLong();
        if ((dword0 & (Hpte.V_VALID | Hpte.V_LOCK)) != Hpte.V_VALID) {
          throw new AssertionError(
              "slot " + (record.index() + i) + " was told as 0x" + Long.toHexString(dword0));
        }
      }
    }
  }
}
