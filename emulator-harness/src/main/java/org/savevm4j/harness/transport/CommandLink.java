// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pipe to or from a command, and how the command ended. */
final class CommandLink implements Link {

  /** Bytes moved at once: what a pipe of Linux holds. */
  private static final int PIECE_BYTES = 64 << 10;

  /** How long a command may take to end by itself, and then again to end when it is told to. */
  private static final int PATIENCE_SECONDS = 1;

  /** Status of a command that wrote more than was read, which is no fault: 128 and SIGPIPE. */
  private static final int BROKEN_PIPE_STATUS = 128 + 13;

  private final ExecUri uri;
  private final Process process;
  private final @Nullable InputStream in;
  private final @Nullable OutputStream out;
  private final byte[] piece = new byte[PIECE_BYTES];
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held while a thread is inside a read, a write or a wait, so that close knows of it. */
  private final ReentrantLock inUse = new ReentrantLock();

  private CommandLink(
      ExecUri uri, Process process, @Nullable InputStream in, @Nullable OutputStream out) {
    this.uri = uri;
    this.process = process;
    this.in = in;
    this.out = out;
  }

  static CommandLink writing(ExecUri uri, Process process) {
    return new CommandLink(uri, process, null, process.getOutputStream());
  }

  static CommandLink reading(ExecUri uri, Process process) {
    return new CommandLink(uri, process, process.getInputStream(), null);
  }

  /** The end of the command's output counts as the end of the stream only if its status is 0. */
  @Override
  public int read(ByteBuffer target) throws TransportException {
    InputStream from = in;
    if (from == null) {
      throw new UnsupportedOperationException(uri + " was opened for writing");
    }
    inUse.lock();
    try {
      int count = from.read(piece, 0, Math.min(target.remaining(), PIECE_BYTES));
      if (count < 0) {
        checkOpen();
        awaitSuccess();
        return count;
      }
      target.put(piece, 0, count);
      return count;
    } catch (IOException e) {
      throw failure(e);
    } finally {
      inUse.unlock();
    }
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    OutputStream to = out;
    if (to == null) {
      throw new UnsupportedOperationException(uri + " was opened for reading");
    }
    inUse.lock();
    try {
      int count = Math.min(source.remaining(), PIECE_BYTES);
      source.get(piece, 0, count);
      to.write(piece, 0, count);
      to.flush();
      return count;
    } catch (IOException e) {
      throw failure(e);
    } finally {
      inUse.unlock();
    }
  }

  @Override
  public boolean twoWay() {
    return false;
  }

  @Override
  public void keepAlive(int seconds) {
    // a command's pipe ends with the command
  }

  @Override
  public void sync() throws TransportException {
    OutputStream to = out;
    if (to == null) {
      return;
    }
    inUse.lock();
    try {
      to.close();
      awaitSuccess();
    } catch (IOException e) {
      throw failure(e);
    } finally {
      inUse.unlock();
    }
  }

  @Override
  public void endOutput() {
    throw new UnsupportedOperationException(uri + " goes one way only");
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void close() throws TransportException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    boolean ended = false;
    if (inUse.tryLock()) {
      try {
        closePipe();
        ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        inUse.unlock();
      }
    }
    if (ended) {
      checkStatus();
    } else {
      kill();
    }
  }

  private void closePipe() {
    Closeable pipe = in != null ? in : out;
    try {
      if (pipe != null) {
        pipe.close();
      }
    } catch (IOException _) {
      // The command stopped reading; its status says whether that was right.
    }
  }

  /** Ends the command and what it started: a child of the shell may hold the pipe open. */
  private void kill() {
    // Process.destroy() closes the pipes too, and that waits for the thread that is inside one.
    List<ProcessHandle> all = withChildren();
    all.forEach(ProcessHandle::destroy);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    // Asked again: a shell that did not end may have started more meanwhile.
    withChildren().forEach(ProcessHandle::destroyForcibly);
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private List<ProcessHandle> withChildren() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private void awaitSuccess() throws TransportException {
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new TransportException(uri, "interrupted while waiting for the command to end");
    }
    checkStatus();
  }

  private void checkStatus() throws TransportException {
    int status = process.exitValue();
    boolean leftUnread = in != null && status == BROKEN_PIPE_STATUS;
    if (status != 0 && !leftUnread) {
      throw new TransportException(uri, "the command ended with status " + status);
    }
  }

  private void checkOpen() throws TransportException {
    if (closed.get()) {
      throw TransportException.of(uri, new ClosedChannelException());
    }
  }

  /** A broken pipe says little; the status of a command that has ended says more. */
  private TransportException failure(IOException fault) {
    if (closed.get()) {
      return TransportException.of(uri, new ClosedChannelException());
    }
    try {
      boolean undescribed = !(fault instanceof TransportException);
      if (undescribed && process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new TransportException(
            uri, "the command ended too early with status " + process.exitValue());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return TransportException.of(uri, fault);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
