// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.progress.CountedChannel;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.StallGuard;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.stream.StateOutput;

/**
 * One migration, passed on between a source and a destination while it goes on: the stream there,
 * rewritten, and the destination's answers back. Whoever waits for one side waits for the other:
 * nothing is queued but what sockets and staging buffers hold. When one side leaves, the other one
 * reads the end, so that a source can let its guest go on.
 */
public final class Relay implements AutoCloseable {

  /** How long a side that is told of the other's end may take to say its last word. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Listener listener;
  private final MigrationUri to;
  private final List<SectionProvider> plugins;
  private final LinkParameters links;
  private final Work work = Work.ofBytes("relay", 0);
  private volatile @Nullable Link source;
  private volatile @Nullable Link destination;
  private volatile boolean closed;

  private Relay(
      Listener listener, MigrationUri to, List<SectionProvider> plugins, LinkParameters links) {
    this.listener = listener;
    this.to = to;
    this.plugins = List.copyOf(plugins);
    this.links = links;
  }

  /**
   * Listens. The destination is sought when the source comes.
   *
   * @param from where the source will connect to; two-way
   * @param to the destination; two-way
   */
  public static Relay listen(MigrationUri from, MigrationUri to) throws IOException {
    return listen(from, to, List.of());
  }

  /** The same for migrations with live sections that plugins bring; they are passed on. */
  public static Relay listen(MigrationUri from, MigrationUri to, List<SectionProvider> plugins)
      throws IOException {
    return listen(from, to, plugins, LinkParameters.DEFAULT);
  }

  /** The same with another patience for who connects and sends nothing. */
  static Relay listen(
      MigrationUri from, MigrationUri to, List<SectionProvider> plugins, LinkParameters links)
      throws IOException {
    if (!from.twoWay() || !to.twoWay()) {
      throw new IllegalArgumentException(
          "a relay from " + from + " to " + to + " goes one way only");
    }
    return new Relay(from.listen(), to, plugins, links);
  }

  /** Where it listens, with the port that a port 0 became. */
  public MigrationUri uri() {
    return listener.uri();
  }

  /** How far it is; how much there will be, the source alone decides. */
  public Work work() {
    return work;
  }

  /**
   * Waits for a source, and passes its migration on until both sides have left. Called once.
   *
   * @throws org.savevm4j.harness.savevm.LoadException if the stream is wrong
   * @throws IOException if one side leaves too early, or the destination gives up
   */
  public RewriteFigures run() throws IOException, InterruptedException {
    try (Relay _ = this) {
      work.begin("waiting for the source");
      ReadableByteChannel stream = new CountedChannel(accept(), work);
      work.begin("passing the migration on");
      work.total(0);
      listener.close();
      Link there = to.connect();
      destination = there;
      closeIfClosed(there);
      keepAlive(there);
      return pass(stream, Objects.requireNonNull(source), there);
    }
  }

  private RewriteFigures pass(ReadableByteChannel stream, Link here, Link there)
      throws IOException, InterruptedException {
    AnswerPump answers = AnswerPump.start(there, here);
    RewriteFigures figures;
    Outlet outlet = new Outlet(there);
    try (StreamRewrite rewrite = StreamRewrite.live(stream, new StateOutput(outlet), plugins)) {
      figures = rewrite.run();
      there.endOutput();
    } catch (IOException broken) {
      // a source that hears of it leaves too, and then the stream is cut for that reason
      boolean left = outlet.broke() || answers.destinationLeft();
      end(there, answers, broken);
      throw left
          ? new IOException(to + ": the destination left before the migration's end", broken)
          : broken;
    }
    work.begin("waiting for the destination's answer");
    answers.await();
    String refusal = answers.refusal();
    if (refusal != null) {
      throw new IOException(refusal);
    }
    return figures;
  }

  /** Tells the destination that no more comes, and lets the source hear what it says to that. */
  private static void end(Link there, AnswerPump answers, IOException because)
      throws InterruptedException {
    try {
      there.endOutput();
    } catch (IOException gone) {
      because.addSuppressed(gone);
    }
    // else closing the links ends it
    answers.await(PATIENCE);
  }

  /**
   * Waits for a source. A peer that leaves without a byte only looked who listens, and one that
   * stays and sends none is given up after the stall time-out. After the first byte both ends have
   * time-outs of their own, and a relay that is slower than they are patient ends by theirs.
   */
  private ReadableByteChannel accept() throws IOException {
    while (true) {
      Link accepted = listener.accept();
      AtomicBoolean begun = new AtomicBoolean();
      Link guarded =
          StallGuard.around(listener.uri(), accepted, () -> begun.get() ? 0 : links.stallTimeout());
      source = guarded;
      closeIfClosed(guarded);
      ByteBuffer first = ByteBuffer.allocate(1);
      if (bringsByte(guarded, first)) {
        begun.set(true);
        keepAlive(guarded);
        return new BegunChannel(first.flip(), guarded);
      }
      guarded.close();
    }
  }

  /**
   * A host that is gone without a word is noticed, though its side has nothing to send for long.
   */
  private void keepAlive(Link link) throws IOException {
    link.keepAlive(Math.toIntExact(links.keepAlive()));
  }

  private static boolean bringsByte(Link accepted, ByteBuffer first) {
    try {
      return accepted.read(first) > 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Closes a link that came too late for {@link #close} to see it. */
  private void closeIfClosed(Link link) throws IOException {
    if (closed) {
      link.close();
    }
  }

  /** Ends it; any thread may, and again. */
  @Override
  public void close() throws IOException {
    closed = true;
    try (Link _ = source;
        Link _ = destination) {
      listener.close();
    }
  }
}
