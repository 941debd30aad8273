// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.realtables;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The streams of real guests by name. Any thread. */
public final class RealTables {

  /** POWER8, 512 MiB, idle: the whole table in one first pass. */
  public static final String IDLE = "qemu-7.2-linux-512m-idle";

  /** POWER8, 1 GiB, two fork storms: a first pass and later ones. */
  public static final String FORK = "qemu-10.0-linux-1g-fork";

  /** POWER8, 512 MiB, forks and execs. */
  public static final String CHURN = "qemu-10.0-linux-512m-churn";

  /** POWER9, radix: no table. */
  public static final String RADIX = "qemu-10.0-linux-power9-radix";

  private RealTables() {}

  /** All of them, the quietest guest first. */
  public static List<String> names() {
    return List.of(IDLE, FORK, CHURN, RADIX);
  }

  /** A stream from its first byte; the largest has 399311 bytes. */
  public static InputStream open(String name) throws IOException {
    InputStream packed = RealTables.class.getResourceAsStream(name + ".qevm.gz");
    if (packed == null) {
      throw new IOException("no stream " + name + "; there are " + String.join(", ", names()));
    }
    try {
      return new GZIPInputStream(packed);
    } catch (IOException damaged) {
      packed.close();
      throw damaged;
    }
  }
}
