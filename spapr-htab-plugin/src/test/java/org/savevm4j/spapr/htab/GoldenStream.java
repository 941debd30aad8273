// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The streams of real guests in the test resources. */
enum GoldenStream {
  FORK_1G("qemu-10.0-linux-1g-fork.qevm"),
  CHURN_512M("qemu-10.0-linux-512m-churn.qevm"),
  RADIX("qemu-10.0-linux-power9-radix.qevm"),
  IDLE_512M("qemu-7.2-linux-512m-idle.qevm");

  private final String file;

  GoldenStream(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  byte[] bytes() {
    return resource(file);
  }

  static byte[] resource(String name) {
    try (InputStream in = GoldenStream.class.getResourceAsStream("/streams/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
