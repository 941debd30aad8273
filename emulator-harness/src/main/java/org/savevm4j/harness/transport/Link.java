// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * An open channel to the other side.
 *
 * <p>A link that is not {@link #twoWay()} only writes when it was connected and only reads when it
 * was accepted; the other direction throws {@link UnsupportedOperationException}. Reading and
 * writing block until at least one byte moved.
 */
public interface Link extends ByteChannel {

  @Override
  int read(ByteBuffer target) throws TransportException;

  @Override
  int write(ByteBuffer source) throws TransportException;

  /**
   * Agrees with the other side on what protects the link, where anything does. Blocks. Reads and
   * writes do it if it was not done; again it does nothing.
   *
   * @throws TransportException when one side refuses the other
   */
  default void handshake() throws TransportException {
    // nothing protects it
  }

  /** Who is at the other end, for messages: address and port where that is known. */
  default String peer() {
    return "the other side";
  }

  /** Whether this link both reads and writes, so that the other side can acknowledge. */
  boolean twoWay();

  /**
   * Has the system ask the other side's host for a sign of life when nothing came for so long, and
   * then twice more at the same interval; a host that gives none ends the link. Does nothing on
   * links that are not TCP.
   *
   * @param seconds 1 to 32767, or 0: it is not asked
   * @throws TransportException when the system refuses
   */
  void keepAlive(int seconds) throws TransportException;

  /**
   * Ends what was written as far as this side can know that it arrived: a file is on its disk, a
   * command has read all and has ended with status 0. Does nothing on sockets. Blocks without
   * bound. After this nothing more can be written to a command. The writer's thread calls it, once.
   *
   * @throws TransportException when the disk or the command failed
   */
  void sync() throws TransportException;

  /**
   * Says that no more will be written: the other side reads the stream's end, and this side can
   * still read. For links that are two-way. The writer's thread calls it.
   *
   * @throws TransportException when the other side is gone
   */
  void endOutput() throws TransportException;

  /**
   * Lets go; any thread may, and a read or write that blocks ends with an exception. A command that
   * was not {@linkplain #sync() waited for} gets 1 s to end by itself and is then told to end, by
   * SIGTERM; it is told at once when a thread is still inside this link. What has not ended 1 s
   * after that, the command or what it started, is killed. Closing again does nothing.
   *
   * @throws TransportException when a command had ended by itself with another status than 0, or
   *     the file cannot be closed
   */
  @Override
  void close() throws TransportException;
}
