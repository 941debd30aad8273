// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

/** The channel over the table in the process. */
final class ChannelBackendTest extends HtabBackendContract {

  @Override
  Guest guest(int shift) {
    return InProcessGuest.behindChannels(shift);
  }
}
