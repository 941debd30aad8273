// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Integers as streams and guest memory hold them: big-endian, at any address. */
public final class BigEndian {

  /** 16 bits, at any address. */
  public static final ValueLayout.OfShort BE16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** 32 bits, at any address. */
  public static final ValueLayout.OfInt BE32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** 64 bits, at any address. */
  public static final ValueLayout.OfLong BE64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private BigEndian() {}
}
