// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.links.CarriedLink;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.qmp.SocketAddress;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.MigrationUriException;
import org.savevm4j.harness.transport.TcpUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One migration that is killed or cut at its moment. Afterwards at most one of the two emulators is
 * left, and its guest runs and is whole.
 */
final class MigrationKill {

  /** Low, so that there are several passes. */
  private static final long DOWNTIME_LIMIT = 30;

  private static final long NO_LIMIT_MILLIS = 2000;
  private static final Duration SLICE = Duration.ofMillis(10);

  /** After this long a migration whose guest is too fast for its link is let through. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final KillPlan plan;
  private final Victim source;
  private final Victim destination;
  private final Witness witness = new Witness();
  private Victim.GuestFindings findings = Victim.GuestFindings.NONE;

  MigrationKill(KillPlan plan, Victim source, Victim destination) {
    this.plan = plan;
    this.source = source;
    this.destination = destination;
  }

  KillRecord run(int number) throws IOException, QmpException, DemoException, InterruptedException {
    source.setUp(plan.returnPath(), plan.bandwidth(), DOWNTIME_LIMIT);
    destination.setUp(plan.returnPath(), plan.bandwidth(), DOWNTIME_LIMIT);
    SideOutcome here;
    SideOutcome there;
    try (CarriedLink link = CarriedLink.toPort(listen())) {
      source.monitor().execute("migrate", uri(link.uri().toString()));
      awaitMoment();
      strike(link);
      here = witness.source(source, kills(KillKind.SOURCE_KILLED));
      there = witness.destination(destination, kills(KillKind.DESTINATION_KILLED));
    }
    boolean allowed = AllowedOutcomes.allows(plan.kind(), plan.returnPath(), here, there);
    if (allowed) {
      checkSurvivor(here, there);
    }
    return new KillRecord(
        number,
        plan.kind(),
        plan.returnPath(),
        plan.moment().words(),
        here.words(),
        there.words(),
        allowed,
        findings.checked(),
        findings.mismatches(),
        allowed ? "" : witness.told());
  }

  private boolean kills(KillKind one) {
    return plan.kind() == one || plan.kind() == KillKind.BOTH_KILLED;
  }

  private TcpUri listen() throws IOException, QmpException, DemoException, InterruptedException {
    destination.monitor().execute("migrate-incoming", uri("tcp:127.0.0.1:0"));
    String place = SocketAddress.uriIn(destination.monitor().execute("query-migrate"));
    try {
      if (place != null && MigrationUri.parse(place) instanceof TcpUri tcp) {
        return tcp;
      }
    } catch (MigrationUriException wrong) {
      throw new DemoException("the destination listens at no URI: " + wrong.getMessage());
    }
    throw new DemoException("the destination does not say where it listens");
  }

  /** Returns when the moment has come, or can come no more. */
  private void awaitMoment() throws IOException, QmpException, DemoException, InterruptedException {
    long begin = System.nanoTime();
    boolean relaxed = false;
    while (!hasCome() && System.nanoTime() - begin < MOMENT_NANOS) {
      if (!relaxed && System.nanoTime() - begin > PATIENCE_NANOS) {
        relaxed = true;
        source.setUpSpeed(0, NO_LIMIT_MILLIS);
      }
    }
    long end = System.nanoTime() + plan.delayNanos();
    for (long left = plan.delayNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private boolean hasCome() throws IOException, QmpException, DemoException, InterruptedException {
    QmpClient monitor = source.monitor();
    switch (plan.moment()) {
      case ORDER -> {
        return true;
      }
      case LATER_PASS -> {
        JsonNode pass = monitor.awaitEvent("MIGRATION_PASS", SLICE);
        if (pass != null && pass.path("data").path("pass").asLong() >= 2) {
          return true;
        }
      }
      case FIRST_PASS, STOP -> {
        JsonNode phase = monitor.awaitEvent("MIGRATION", SLICE);
        String wanted = plan.moment() == KillMoment.STOP ? "device" : "active";
        if (phase != null && phase.path("data").path("status").asString("").equals(wanted)) {
          return true;
        }
      }
    }
    return !source.underWay();
  }

  private void strike(CarriedLink link) throws IOException, InterruptedException {
    switch (plan.kind()) {
      case SOURCE_KILLED -> source.kill();
      case DESTINATION_KILLED -> destination.kill();
      case LINK_CUT -> link.cut();
      case BOTH_KILLED -> {
        (plan.sourceFirst() ? source : destination).kill();
        LockSupport.parkNanos(plan.gapNanos());
        (plan.sourceFirst() ? destination : source).kill();
      }
      case SAVEVM_KILLED -> throw new IllegalStateException("that is no migration");
    }
  }

  /**
   * What an operator would do: cont where nobody else has the guest; an end for a source without
   * it.
   */
  private void checkSurvivor(SideOutcome here, SideOutcome there)
      throws IOException, QmpException, DemoException, InterruptedException {
    if (there == SideOutcome.RUNS) {
      findings = destination.check();
      source.close();
      return;
    }
    destination.close();
    if (here != SideOutcome.GONE) {
      if (here != SideOutcome.RUNS_ON) {
        source.cont();
      }
      findings = source.check();
    }
  }

  private static ObjectNode uri(String uri) {
    return JsonNodeFactory.instance.objectNode().put("uri", uri);
  }
}
