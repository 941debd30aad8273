// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import org.savevm4j.htab.HtabRecord;

/** A record that cannot be stored: names the record, what is wrong with it, and the bound. */
public final class RefusedRecordException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final transient HtabRecord record;
  private final String fault;
  private final String reason;
  private final String bound;
  private final long applied;

  /**
   * Refuses a record of a write.
   *
   * @param offset where the record's header begins, in bytes of all that the channel was given
   * @param record its header
   * @param fault what it holds
   * @param bound what would have been right, as a phrase that follows "expected"
   * @param applied bytes of this write that were stored before it
   */
  public RefusedRecordException(
      long offset, HtabRecord record, String fault, String bound, long applied) {
    super("offset " + offset + ": " + reason(record, fault, bound));
    this.offset = offset;
    this.record = record;
    this.fault = fault;
    this.reason = reason(record, fault, bound);
    this.bound = bound;
    this.applied = applied;
  }

  /** {@return where the record's header begins, in bytes of all that the channel was given} */
  public long offset() {
    return offset;
  }

  /** {@return its header} */
  public HtabRecord record() {
    return record;
  }

  /** {@return what it holds} */
  public String fault() {
    return fault;
  }

  /** {@return what is wrong, without the offset} */
  public String reason() {
    return reason;
  }

  /** {@return what would have been right} */
  public String bound() {
    return bound;
  }

  /** {@return bytes of the write that were stored before the record; they stay stored} */
  public long applied() {
    return applied;
  }

  private static String reason(HtabRecord record, String fault, String bound) {
    return "record index "
        + record.index()
        + " + n_valid "
        + record.valid()
        + " + n_invalid "
        + record.invalid()
        + ": "
        + fault
        + ", expected "
        + bound;
  }
}
