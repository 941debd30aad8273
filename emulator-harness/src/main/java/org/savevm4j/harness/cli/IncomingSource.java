// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;
import picocli.CommandLine.ITypeConverter;

/**
 * Where a stream is to come from.
 *
 * @param uri null when a later command says it
 */
record IncomingSource(@Nullable MigrationUri uri) {

  /** Reads a URI or {@value EmulatorOptions#DEFER}. */
  static final class Converter implements ITypeConverter<IncomingSource> {

    @Override
    public IncomingSource convert(String text) {
      return new IncomingSource(
          text.equals(EmulatorOptions.DEFER) ? null : new UriText().convert(text));
    }
  }

  /** The same with a port that can be told to the source. */
  IncomingSource withFreePort() throws TransportException {
    return uri == null ? this : new IncomingSource(uri.withFreePort());
  }

  @Override
  public String toString() {
    return uri == null ? EmulatorOptions.DEFER : uri.toString();
  }
}
