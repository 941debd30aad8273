// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * How the records of an iteration stand in a payload, between its header word and its end marker:
 * what the versions of the section differ in. Owned by one save or load, and its thread.
 */
interface RecordForm extends AutoCloseable {

  /** The version id that says so on the wire. */
  long version();

  /** Opens the current table for laps that are to be told in this form. */
  HtabSource open(HtabBackend backend) throws IOException;

  /** Lets {@code records} tell its laps, and puts the end marker behind them. */
  void put(StateOutput out, HtabSource source, Records records) throws IOException;

  /** Gets the records up to the end marker, which is got too, and has them applied. */
  void get(StateInput in, HtabStage into) throws IOException;

  /** Bytes that records will take which are {@code bytes} long as they are; an estimate. */
  long expected(long bytes);

  /** Lets go of what it works with. Closing twice is harmless. */
  @Override
  void close();

  /** Tells records. */
  @FunctionalInterface
  interface Records {
    void tell(RecordTarget target) throws IOException;
  }
}
