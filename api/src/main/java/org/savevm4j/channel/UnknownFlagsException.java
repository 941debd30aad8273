// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/**
 * Flag bits that the host does not know. That is how a new caller learns that it talks to an old
 * host, and may fall back to what that one knows.
 */
public final class UnknownFlagsException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  private final long unknown;
  private final long known;

  /**
   * Names the bits that are unknown.
   *
   * @param flags those asked for
   * @param known all that the host knows
   */
  public UnknownFlagsException(long flags, long known) {
    super(
        "flag bits 0x%x of 0x%x are unknown to this host, which knows 0x%x; open without them"
            .formatted(flags & ~known, flags, known));
    this.unknown = flags & ~known;
    this.known = known;
  }

  /** {@return the bits that were asked for and are not known} */
  public long unknown() {
    return unknown;
  }

  /** {@return all bits that the host knows} */
  public long known() {
    return known;
  }

  /** Checks flags against those that a host knows. */
  static void check(long flags, long known) throws UnknownFlagsException {
    if ((flags & ~known) != 0) {
      throw new UnknownFlagsException(flags, known);
    }
  }
}
