// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

/** A field holds a value that its format forbids: names the field, the value and the bound. */
public final class MalformedStreamException extends StreamException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String bound;

  /**
   * Says of a field that it cannot be what it is.
   *
   * @param offset where the field begins, in bytes from the start of the stream
   * @param field the field's name in the description of the format
   * @param value what the stream holds
   * @param bound what would have been right, as a phrase that follows "expected"
   */
  public MalformedStreamException(long offset, String field, String value, String bound) {
    super(offset, field + " is " + value + ", expected " + bound);
    this.field = field;
    this.value = value;
    this.bound = bound;
  }

  /** {@return what the field is called} */
  public String field() {
    return field;
  }

  /** {@return what the stream has there, as text} */
  public String value() {
    return value;
  }

  /** {@return what would have been right, as a phrase that follows "expected"} */
  public String bound() {
    return bound;
  }
}
