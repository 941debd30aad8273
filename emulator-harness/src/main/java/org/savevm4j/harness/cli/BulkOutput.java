// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Much text for standard output: written in large pieces, and no longer than somebody reads it.
 * Flushed at the end by its owner. One thread.
 */
final class BulkOutput extends Writer {

  private static final int PIECE_CHARS = 64 << 10;

  private final PrintWriter out;
  private final StringBuilder piece = new StringBuilder();

  BulkOutput(PrintWriter out) {
    this.out = out;
  }

  /** Adds a line. */
  void line(String text) throws ReaderGoneException {
    piece.append(text).append(System.lineSeparator());
    writeFullPiece();
  }

  @Override
  public void write(char[] characters, int from, int length) throws ReaderGoneException {
    piece.append(characters, from, length);
    writeFullPiece();
  }

  private void writeFullPiece() throws ReaderGoneException {
    if (piece.length() >= PIECE_CHARS) {
      flush();
    }
  }

  /**
   * Writes all that there is.
   *
   * @throws ReaderGoneException if it could not be written
   */
  @Override
  public void flush() throws ReaderGoneException {
    out.print(piece);
    piece.setLength(0);
    if (out.checkError()) {
      throw new ReaderGoneException();
    }
  }

  @Override
  public void close() throws ReaderGoneException {
    flush();
  }
}
