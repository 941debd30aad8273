// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.transport.MigrationUri;
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

  /** The same, with the port that a port 0 became where the emulator listens now. */
  IncomingSource resolved(@Nullable MigrationUri listensOn) {
    return uri == null || listensOn == null ? this : new IncomingSource(listensOn);
  }

  @Override
  public String toString() {
    return uri == null ? EmulatorOptions.DEFER : uri.toString();
  }
}
