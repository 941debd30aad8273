// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.savevm4j.packed.PackedBlock;
import org.savevm4j.packed.PackedReader;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;

/**
 * Target: blocks of packed records, up to the end of an iteration. A fuzzer does not hit upon the
 * CRC32C of a block, so that a sum that is wrong is put right, and the input is read once more: so
 * what the sum keeps out is tried as well. The codec takes bytes as they are, for the same reason.
 */
public final class BlockFuzz {

  private static final int MOST_REPAIRS = 16;
  private static final EndingInput INPUT = new EndingInput();
  private static final RunLimits LIMITS = new RunLimits();
  private static final PackedReader READER = new PackedReader(new BytesAsTheyAre());

  private BlockFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    LIMITS.run(
        input.length,
        () -> {
          byte[] repaired = input.clone();
          for (int repairs = 0; repairs < MOST_REPAIRS && read(repaired); repairs++) {
            // one block further each time
          }
        });
  }

  /** Reads all blocks; answers whether a sum was wrong, and is right now. */
  private static boolean read(byte[] blocks) throws IOException {
    StateInput in = INPUT.of(blocks);
    long begin = in.position();
    try {
      while (READER.next(in)) {
        requireRecords();
      }
      return false;
    } catch (MalformedStreamException malformed) {
      if (!malformed.field().equals("CRC32C of block")) {
        return false;
      }
      int at = (int) (malformed.offset() - begin);
      ByteBuffer.wrap(blocks).putInt(at, HexFormat.fromHexDigits(malformed.bound()));
      return true;
    } catch (StreamException _) {
      return false;
    }
  }

  private static void requireRecords() {
    int bytes = READER.recordBytes();
    if (bytes <= 0 || bytes > PackedBlock.MAX_RECORD_BYTES) {
      throw new AssertionError(bytes + " bytes of records in a block");
    }
  }
}
