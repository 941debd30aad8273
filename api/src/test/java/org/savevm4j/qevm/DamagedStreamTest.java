// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.stream.StreamException;
import org.savevm4j.stream.TruncatedStreamException;

/** A stream that was damaged on its way either reads or is refused as a stream. */
final class DamagedStreamTest {

  @Test
  void namesTheByteThatIsMissingWhereverItIsCut() throws IOException {
    byte[] whole = SmallStream.write();
    int sections = whole.length - SmallStream.VMDESC.length() - 5;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == sections) {
        // a description may be missing, and here all of it is
        assertEquals("", SmallStream.read(cut).getLast());
      } else {
        TruncatedStreamException fault =
            assertThrows(TruncatedStreamException.class, () -> SmallStream.read(cut));
        assertEquals(length, fault.offset());
      }
    }
  }

  @Test
  void readsOrRefusesAStreamWithOneByteChanged() throws IOException {
    byte[] stream = SmallStream.write();
    List<String> whole = SmallStream.read(stream);
    int refused = 0;
    int unlike = 0;
    for (int at = 0; at < stream.length; at++) {
      byte right = stream[at];
      for (int value : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 0x7e, 0x7f, 0x80, 0xff, right ^ 1}) {
        stream[at] = (byte) value;
        try {
          unlike += SmallStream.read(stream).equals(whole) ? 0 : 1;
        } catch (StreamException fault) {
          refused++;
          assertTrue(fault.offset() <= stream.length, fault.getMessage());
        }
      }
      stream[at] = right;
    }
    assertTrue(refused > stream.length && unlike > stream.length, refused + ", " + unlike);
  }
}
