// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

/**
 * The machine that the tests of this package use: 64 MiB, one vCPU, a guest that does all things.
 */
final class StubOptions {

  static final long MEMORY = 64L << 20;

  /** Few, so that a slow link can keep up with the pages that the guest stores to. */
  private static final int WORKING_SET_PAGES = 96;

  private StubOptions() {}

  /** A machine that boots its guest. */
  static EmulatorOptions booting() {
    return of(null);
  }

  /** A machine that waits for a stream. */
  static EmulatorOptions incoming(String uri) {
    return of(uri);
  }

  private static EmulatorOptions of(@Nullable String incoming) {
    return new EmulatorOptions(
        MEMORY,
        1,
        null,
        incoming,
        false,
        new GuestOptions(Workload.MIX, 20_000, 7, WORKING_SET_PAGES));
  }
}
