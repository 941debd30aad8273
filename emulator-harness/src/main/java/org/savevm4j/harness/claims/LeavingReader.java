// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.savevm4j.channel.ChannelMachine;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.TableChannels;
import org.savevm4j.hpt.HptHost;

/** Reads through the emulator's channel: a locked entry stays marked for the next read. */
final class LeavingReader implements ChangeReader {

  private final HtabChannel channel;
  private final ByteBuffer buffer;

  /**
   * Opens a channel.
   *
   * @param bytes of the buffer; a read that has more to tell than fits would not end the pass
   */
  LeavingReader(HptHost host, int bytes) throws IOException {
    channel = new TableChannels(host, new QuietMachine(), ByteOrder.BIG_ENDIAN).open(0, 0);
    buffer = ByteBuffer.allocateDirect(bytes);
  }

  @Override
  public void read() throws IOException {
    channel.read(buffer.clear());
  }

  @Override
  public long entries() throws IOException {
    RecordTally tally = new RecordTally();
    RecordWalk.count(buffer.flip(), tally);
    return tally.valid();
  }

  @Override
  public void close() {
    channel.close();
  }

  /** Nobody writes, so nobody is asked. */
  private static final class QuietMachine implements ChannelMachine {

    @Override
    public boolean vcpusRun() {
      return true;
    }

    @Override
    public boolean hasPageSize(long dword0, long dword1) {
      return true;
    }

    @Override
    public void tableWritten() {
      // nothing is derived from the table
    }
  }
}
