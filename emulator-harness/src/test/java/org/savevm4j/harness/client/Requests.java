// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The requests in the resource {@value #RESOURCE}, in parts that begin with a line of one word. */
final class Requests {

  private static final String RESOURCE = "/qmp/requests.txt";

  private Requests() {}

  /** Those of a part, in their order. */
  static List<String> of(String part) throws IOException {
    List<String> requests = new ArrayList<>();
    boolean within = false;
    for (String line : lines()) {
      if (line.matches("[a-z]+")) {
        within = line.equals(part);
      } else if (within && !line.isEmpty() && !line.startsWith("#")) {
        requests.add(line);
      }
    }
    assertFalse(requests.isEmpty(), part);
    return requests;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = Requests.class.getResourceAsStream(RESOURCE)) {
      assertNotNull(in, RESOURCE);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
