// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/**
 * H_BULK_REMOVE: up to four removals, each a pair of words.
 *
 * <pre>
 *   request:   63:62 type 1 | 57 AVPN, 56 ANDCOND | 55:0 ptex
 *   response:  63:62 type 2 | 61:60 code | 59 R | 58 C | 57:56 flags | 55:0 ptex
 * </pre>
 *
 * <p>Type 3 ends the list. Any other type is a wrong parameter, and its word stays as it is. The
 * second word of a pair is the avpn, and stays as it is. R and C are the removed entry's.
 */
final class BulkRemove implements HptCall {

  private static final int PAIRS = 4;

  private static final long TYPE = 0xc0L << 56;
  private static final long REQUEST = 0x40L << 56;
  private static final long RESPONSE = 0x80L << 56;
  private static final long END = 0xc0L << 56;

  private static final long NOT_FOUND = 0x10L << 56;
  private static final long PARAMETER = 0x20L << 56;

  private static final long FLAGS = 0x03L << 56;
  private static final long AVPN = 0x02L << 56;
  private static final long ANDCOND = 0x01L << 56;
  private static final long PTEX = (1L << 56) - 1;

  /** From R and C of doubleword 1 to their place in a response. */
  private static final int CHANGES = 51;

  private final Remove remove;

  BulkRemove(Remove remove) {
    this.remove = remove;
  }

  @Override
  public long call(HashPageTable table, long[] args) {
    for (int at = 0; at < 2 * PAIRS; at += 2) {
      long type = args[at] & TYPE;
      if (type == END) {
        return Hcall.H_SUCCESS;
      }
      if (type != REQUEST || !remove(table, args, at)) {
        return Hcall.H_PARAMETER;
      }
    }
    return Hcall.H_SUCCESS;
  }

  /** Does one removal; false if its parameters were wrong, which ends the call. */
  private boolean remove(HashPageTable table, long[] args, int at) {
    long response = (args[at] & (FLAGS | PTEX)) | RESPONSE;
    if ((response & FLAGS) == FLAGS) {
      args[at] = response | PARAMETER;
      return false;
    }
    long avpn = args[at + 1];
    long code = remove.remove(table, flags(response), response & PTEX, avpn, args, at);
    if (code == Hcall.H_SUCCESS) {
      long changes = args[at + 1] & (Hpte.R_REFERENCED | Hpte.R_CHANGED);
      args[at + 1] = avpn;
      args[at] = response | (changes << CHANGES);
    } else {
      args[at] = response | (code == Hcall.H_NOT_FOUND ? NOT_FOUND : PARAMETER);
    }
    return code != Hcall.H_PARAMETER;
  }

  /** The flags of H_REMOVE that a request's flags stand for. */
  private static long flags(long request) {
    return ((request & AVPN) == 0 ? 0 : Hcall.H_AVPN)
        | ((request & ANDCOND) == 0 ? 0 : Hcall.H_ANDCOND);
  }
}
