// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.Supplier;

/** Compares what subjects say of their state. */
final class States {

  private States() {}

  static void assertSame(Object expected, Object actual, String what) {
    assertSame(expected, actual, () -> what);
  }

  static void assertSame(Object expected, Object actual, Supplier<String> what) {
    if (expected instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) actual, what);
    } else {
      assertArrayEquals(new Object[] {expected}, new Object[] {actual}, what);
    }
  }

  static boolean differ(Object one, Object other) {
    return !java.util.Objects.deepEquals(one, other);
  }
}
