// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Sizes at which bulk data takes another way, and the memory that it lies in. */
final class Bulk {

  private static final int[] SIZES = {
    0,
    1,
    4095,
    (128 << 10) - 1,
    128 << 10,
    (128 << 10) + 1,
    (256 << 10) - 1,
    256 << 10,
    (256 << 10) + 1,
    (1 << 20) - 1,
    1 << 20,
    (1 << 20) + 1,
    (2 << 20) + (256 << 10) + 3
  };

  private Bulk() {}

  /** A size, an offset within the memory, and native or heap memory. */
  static Stream<Arguments> cases() {
    return Stream.of(Memory.values())
        .flatMap(
            memory ->
                Arrays.stream(SIZES)
                    .boxed()
                    .flatMap(
                        size ->
                            Stream.of(0, 1, 7, 4093)
                                .map(offset -> Arguments.of(memory, size, offset))));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Where bulk data lies. */
  enum Memory {
    NATIVE,
    HEAP,
    HEAP_OF_LONGS;

    MemorySegment of(long bytes) {
      return switch (this) {
        case NATIVE -> Arena.ofAuto().allocate(bytes, 1);
        case HEAP -> MemorySegment.ofArray(new byte[(int) bytes]);
        case HEAP_OF_LONGS -> MemorySegment.ofArray(new long[(int) (bytes / 8 + 1)]);
      };
    }
  }
}
