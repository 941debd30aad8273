// SPDX-License-Identifier: Apache-2.0
package acme.framebuffer;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Video memory in rows. Whoever paints does so on any thread, while a save takes rows on another:
 * the lock is held for one row at a time.
 */
final class Framebuffer {

  private final int rowBytes;
  private byte[][] rows;
  private final BitSet changed = new BitSet();

  Framebuffer(int rows, int rowBytes) {
    this.rowBytes = rowBytes;
    this.rows = new byte[rows][rowBytes];
  }

  int rows() {
    return rows.length;
  }

  int rowBytes() {
    return rowBytes;
  }

  synchronized void paint(int row, int column, int pixel) {
    rows[row][column] = (byte) pixel;
    changed.set(row);
  }

  /** Fills all rows, as a test picture does. */
  synchronized void paintAll(RandomGenerator random) {
    for (byte[] row : rows) {
      random.nextBytes(row);
    }
    changed.set(0, rows.length);
  }

  /** From now on all rows count as changed: a save that begins has sent none of them. */
  synchronized void markAll() {
    changed.set(0, rows.length);
  }

  synchronized int changedRows() {
    return changed.cardinality();
  }

  /** The first changed row from one on, or -1. */
  synchronized int nextChanged(int from) {
    return changed.nextSetBit(from);
  }

  /**
   * Takes the mark of a row, and copies the row after that. The other way round, a pixel painted in
   * between would be neither in the copy nor marked.
   */
  synchronized byte[] take(int row) {
    changed.clear(row);
    return rows[row].clone();
  }

  /** Shows another picture of the same size. */
  synchronized void show(byte[][] picture) {
    rows = picture;
    changed.set(0, rows.length);
  }

  synchronized byte[][] copy() {
    byte[][] copy = new byte[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      copy[row] = rows[row].clone();
    }
    return copy;
  }

  /** CRC32C of all pixels. */
  synchronized long checksum() {
    CRC32C checksum = new CRC32C();
    for (byte[] row : rows) {
      checksum.update(row);
    }
    return checksum.getValue();
  }
}
