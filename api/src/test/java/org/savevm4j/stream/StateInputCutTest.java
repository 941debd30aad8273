// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that ends too early is told by the offset of the byte that did not come. */
final class StateInputCutTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void namesTheByteThatIsMissingWhereverItIsCut(int most) throws IOException {
    byte[] whole = Bulk.random(1 + 2 + 4 + 8 + (1 + 5) + 10 + 3 + 9);
    whole[15] = 5;
    getEverything(new StateInput(TricklingChannel.giving(whole, most)));
    for (int cut = 0; cut < whole.length; cut++) {
      StateInput in = new StateInput(TricklingChannel.giving(Arrays.copyOf(whole, cut), most));
      TruncatedStreamException fault =
          assertThrows(TruncatedStreamException.class, () -> getEverything(in));
      assertEquals(cut, fault.offset());
    }
  }

  @Test
  void saysHowMuchIsMissing() {
    StateInput in = new StateInput(TricklingChannel.giving(new byte[5], 1));
    TruncatedStreamException fault = assertThrows(TruncatedStreamException.class, in::getBe64);
    assertEquals("offset 5: the stream ends here, 3 more byte(s) were due", fault.getMessage());
    assertEquals("the stream ends here, 3 more byte(s) were due", fault.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 262_143, 262_144, 262_145, 1_048_575, 1_048_576, 1_310_719})
  void namesTheByteThatIsMissingInBulkData(int cut) throws IOException {
    int size = (1 << 20) + (256 << 10);
    for (Bulk.Memory memory : Bulk.Memory.values()) {
      for (int before : new int[] {0, 3}) {
        byte[] bytes = new byte[before + cut];
        StateInput in = new StateInput(TricklingChannel.giving(bytes, 300_001));
        in.skip(before);
        MemorySegment target = memory.of(size);
        TruncatedStreamException fault =
            assertThrows(TruncatedStreamException.class, () -> in.get(target, 0, size));
        assertEquals(before + cut, fault.offset(), memory.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 262_144, 599_999})
  void namesTheByteThatIsMissingWhenItSkips(int cut) {
    StateInput in = new StateInput(TricklingChannel.giving(new byte[cut], 100_000));
    TruncatedStreamException fault =
        assertThrows(TruncatedStreamException.class, () -> in.skip(600_000));
    assertEquals(cut, fault.offset());
  }

  private static void getEverything(StateInput in) throws IOException {
    in.get8();
    in.getBe16();
    in.getBe32();
    in.getBe64();
    in.getString8();
    in.getBytes(10);
    in.skip(3);
    in.get(MemorySegment.ofArray(new byte[9]), 0, 9);
  }
}
