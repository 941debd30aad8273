// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.provoked.ProvokedFaults;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;
import org.savevm4j.harness.transport.TransportException;

/** Faults of the program, of the system and of clients, which end nothing but what they must. */
@Timeout(30)
class QmpServerFaultsTest {

  private static final int TEXT_BYTES = 64 << 10;

  private static final List<QmpCommand> COMMANDS =
      List.of(
          QmpCommand.query(
              "echo", Plain.ANY, arguments -> arguments, QmpMember.required("text", Plain.STRING)),
          QmpCommand.order(
              "break",
              _ -> {
                throw new IllegalStateException("broken\nby the test");
              }));

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("broken\nby the test");

  @TempDir private Path folder;

  @Test
  void commandThatBreaksIsAnErrorAndTheSessionGoesOn() throws Exception {
    try (QmpServer server = QmpServer.start(listen(), COMMANDS);
        RawClient client = new RawClient(server.uri()).negotiated()) {
      assertEquals(
          "{'error':{'class':'GenericError','desc':'a fault of this program: "
              + "java.lang.IllegalStateException: broken by the test'},'id':1}",
          client.ask("{'execute':'break','id':1}"));
      assertEquals(
          "{'return':{'text':'a'}}", client.ask("{'execute':'echo','arguments':{'text':'a'}}"));
    }
  }

  @Test
  void acceptThatFailsIsTriedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    try (QmpServer server = QmpServer.start(new FailingListener(listen(), failures), COMMANDS);
        QmpClient client =
            QmpClient.connect(server.uri(), ProcessHandle.current(), Duration.ofSeconds(10))) {
      client.execute("query-commands");
      assertEquals(0, failures.get());
    }
  }

  @Test
  void clientThatSendsAndDoesNotReadIsDropped() throws Exception {
    String request = "{'execute':'echo','arguments':{'text':'" + "x".repeat(TEXT_BYTES) + "'}}";
    try (QmpServer server = QmpServer.start(listen(), COMMANDS);
        RawClient deaf = new RawClient(server.uri()).negotiated()) {
      assertThrows(
          IOException.class,
          () -> {
            for (int bytes = 0; bytes < 32 << 20; bytes += TEXT_BYTES) {
              deaf.send(request);
            }
          });
      try (RawClient other = new RawClient(server.uri()).negotiated()) {
        assertEquals(
            "{'return':{'text':'a'}}", other.ask("{'execute':'echo','arguments':{'text':'a'}}"));
      }
    }
  }

  private Listener listen() throws Exception {
    return MigrationUri.parse("unix:" + folder.resolve("qmp")).listen();
  }

  /** Fails as often as it is told before it accepts. */
  private record FailingListener(Listener listener, AtomicInteger failures) implements Listener {

    @Override
    public MigrationUri uri() {
      return listener.uri();
    }

    @Override
    public Link accept() throws TransportException {
      if (failures.get() > 0) {
        failures.decrementAndGet();
        fail();
      }
      return listener.accept();
    }

    /** Only a transport can make such a fault. */
    private static void fail() throws TransportException {
      try {
        MigrationUri.parse("tcp:127.0.0.1:0").connect().close();
      } catch (MigrationUriException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() throws TransportException {
      listener.close();
    }
  }
}
