// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;
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

  /** Shows each record up to the end marker, which is taken too. */
  void get(StateInput in, RecordVisitor visitor) throws IOException;

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

  /** Takes a record whose header was got. */
  @FunctionalInterface
  interface RecordVisitor {

    /**
     * Takes one record.
     *
     * @param offset where in the stream to look for it, in bytes
     * @param entries gives its entries, all of which are to be taken
     */
    void visit(HtabRecord record, long offset, EntryInput entries) throws IOException;
  }
}
