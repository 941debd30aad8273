// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

/** A write while the guest runs. */
public final class VcpusRunException extends HtabChannelException {

  private static final long serialVersionUID = 1L;

  /** The guest is to be stopped first. */
  public VcpusRunException() {
    super("the table is busy: vCPUs run; stop the guest before writing");
  }
}
