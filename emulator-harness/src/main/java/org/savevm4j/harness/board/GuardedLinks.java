// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.StallGuard;

/**
 * The links of an emulator's migrations, with keep-alive and the stall time-out on, and TLS where
 * that is set. The handshake comes with the first byte, so that whoever ends a migration ends it.
 *
 * @param tap between a link and what protects it; tests put faults there
 * @param parameters asked anew whenever they matter
 * @param tls asked anew for each link
 */
record GuardedLinks(UnaryOperator<Link> tap, Supplier<LinkParameters> parameters, TlsObjects tls) {

  /** Blocks as {@link MigrationUri#connect} does. */
  Link connect(MigrationUri to) throws IOException {
    return guarded(to, to.connect(), TlsEndpoint.CLIENT, () -> false);
  }

  /**
   * Blocks as {@link Listener#accept} does.
   *
   * @param patient whether the link may be silent for now, however long
   */
  Link accept(Listener listener, BooleanSupplier patient) throws IOException {
    return guarded(listener.uri(), listener.accept(), TlsEndpoint.SERVER, patient);
  }

  /** In milliseconds, 0 for none. */
  long stallTimeout() {
    return parameters.get().stallTimeout();
  }

  private Link guarded(MigrationUri uri, Link link, TlsEndpoint side, BooleanSupplier patient)
      throws IOException {
    Link tapped = tap.apply(link);
    try {
      tapped.keepAlive(Math.toIntExact(parameters.get().keepAlive()));
      // last, since its guard goes on until it is closed
      return StallGuard.around(
          uri, tls.around(uri, tapped, side), () -> patient.getAsBoolean() ? 0 : stallTimeout());
    } catch (IOException refused) {
      tapped.close();
      throw refused;
    }
  }
}
