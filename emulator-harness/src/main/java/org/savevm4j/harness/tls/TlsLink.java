// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

/**
 * TLS over a link. One thread may read while another writes. What fails once stays failed, and says
 * the same again.
 *
 * <p>Locks: handshake, then reading, then writing. Nobody waits for the writer's but writers: it is
 * held while the other side takes nothing.
 */
final class TlsLink implements Link {

  /** How long a close may wait until its close_notify is taken. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private enum State {
    FRESH,
    /** The other side left before its first byte, as one that only looks who listens. */
    LEFT,
    OPEN
  }

  private final Link link;
  private final SSLEngine engine;
  private final TlsWords words;
  private final TlsInput in;
  private final TlsOutput out;
  private final ReentrantLock shaking = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  private volatile State state = State.FRESH;
  private volatile @Nullable TransportException broken;

  TlsLink(Link link, SSLEngine engine, TlsWords words) {
    this.link = link;
    this.engine = engine;
    this.words = words;
    this.in = new TlsInput(link, engine);
    this.out = new TlsOutput(link, engine);
  }

  @Override
  public void handshake() throws TransportException {
    if (state == State.OPEN) {
      return;
    }
    shaking.lock();
    try {
      requireSound();
      if (state == State.FRESH) {
        state = shakeHands();
      }
    } finally {
      shaking.unlock();
    }
  }

  private State shakeHands() throws TransportException {
    try {
      engine.beginHandshake();
      while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          out.control();
        } else if (!in.control()) {
          if (in.first() < 0 && !words.client()) {
            return State.LEFT;
          }
          throw fail(words.endedInHandshake(null));
        }
      }
      return State.OPEN;
    } catch (SSLException refused) {
      sendAlert();
      throw fail(words.refused(refused, in.first()));
    } catch (TransportException lost) {
      throw broken == null ? fail(words.endedInHandshake(lost)) : lost;
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public int read(ByteBuffer target) throws TransportException {
    handshake();
    if (state == State.LEFT) {
      return -1;
    }
    reading.lock();
    try {
      requireSound();
      int count = 0;
      while (count == 0 && target.hasRemaining()) {
        count = in.read(target);
        answer();
      }
      return count;
    } catch (TlsInput.CutException _) {
      throw fail(words.cut());
    } catch (SSLException wrong) {
      throw fail(words.wrong(wrong));
    } catch (IOException lost) {
      throw TransportException.of(words.uri(), lost);
    } finally {
      reading.unlock();
    }
  }

  /** Answers what the other side asked for beside its bytes, such as other keys. */
  private void answer() throws IOException {
    // a writer that is inside takes the answer with it
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
      try {
        out.control();
      } finally {
        writing.unlock();
      }
    }
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    handshake();
    if (state == State.LEFT) {
      throw words.endedInHandshake(null);
    }
    writing.lock();
    try {
      requireSound();
      return out.write(source);
    } catch (SSLException wrong) {
      throw fail(words.wrong(wrong));
    } catch (IOException lost) {
      throw reasonOf(TransportException.of(words.uri(), lost));
    } finally {
      writing.unlock();
    }
  }

  /** A server tells by an alert why it refuses, and a client may meet the broken link first. */
  private TransportException reasonOf(TransportException lost) {
    if (reading.tryLock()) {
      try {
        in.drain();
      } catch (SSLException alert) {
        return fail(words.wrong(alert));
      } catch (IOException _) {
        // there is no word
      } finally {
        reading.unlock();
      }
    }
    return lost;
  }

  private void sendAlert() {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        out.control();
      }
    } catch (IOException _) {
      // the other side will see the end of the link
    }
  }

  private TransportException fail(TransportException fault) {
    broken = fault;
    return fault;
  }

  private void requireSound() throws TransportException {
    TransportException fault = broken;
    if (fault != null) {
      throw fault.again();
    }
  }

  @Override
  public boolean twoWay() {
    return link.twoWay();
  }

  @Override
  public String peer() {
    return link.peer();
  }

  @Override
  public void keepAlive(int seconds) throws TransportException {
    link.keepAlive(seconds);
  }

  @Override
  public void sync() throws TransportException {
    link.sync();
  }

  @Override
  public void endOutput() throws TransportException {
    handshake();
    writing.lock();
    try {
      sayEnd();
    } catch (IOException lost) {
      throw TransportException.of(words.uri(), lost);
    } finally {
      writing.unlock();
    }
    link.endOutput();
  }

  @Override
  public boolean isOpen() {
    return link.isOpen();
  }

  /** Says close_notify first, if the other side takes it soon. */
  @Override
  public void close() throws TransportException {
    if (link.isOpen() && state == State.OPEN && broken == null) {
      // on a thread of its own, which closing the link ends: the write may block
      Thread farewell = Thread.ofVirtual().name("tls-close").start(this::sayClose);
      try {
        farewell.join(CLOSE_PATIENCE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    link.close();
  }

  /** Says close_notify, behind whatever else is still to be said. */
  private void sayEnd() throws IOException {
    engine.closeOutbound();
    do {
      out.control();
    } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
  }

  private void sayClose() {
    if (writing.tryLock()) {
      try {
        sayEnd();
      } catch (IOException _) {
        // the other side sees the end of the link all the same
      } finally {
        writing.unlock();
      }
    }
  }

  @Override
  public String toString() {
    return link.toString();
  }
}
