// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.io.IOException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.rewrite.Relay;
import org.savevm4j.harness.rewrite.RewriteFigures;
import org.savevm4j.harness.transport.MigrationUri;

/** A relay that runs in this process, on a port of its own. */
final class LiveRelay implements AutoCloseable {

  private static final String ANY_PORT = "tcp:127.0.0.1:0";
  private static final long LIMIT_SECONDS = 120;

  private final Relay relay;
  private final FutureTask<RewriteFigures> run;

  private LiveRelay(Relay relay) {
    this.relay = relay;
    run = new FutureTask<>(relay::run);
    Thread.ofPlatform().name("relay").daemon().start(run);
  }

  /** Listens for a source on behalf of a destination that listens itself. */
  static LiveRelay before(String destination) throws Exception {
    return new LiveRelay(
        Relay.listen(MigrationUri.parse(ANY_PORT), MigrationUri.parse(destination)));
  }

  String uri() {
    return relay.uri().toString();
  }

  /** Waits until it has ended well. */
  RewriteFigures await() throws Exception {
    return run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    relay.close();
  }
}
