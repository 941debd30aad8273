// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pseries bench kills}, in short. */
@Execution(ExecutionMode.CONCURRENT)
class KillsIT {

  @TempDir Path folder;

  @Test
  void killsLeaveOnlyWhatIsAllowedAndNoProcessBehind() throws Exception {
    // this seed has a kill of each kind among its first
    Ended ended = Ended.pseries(folder, "bench", "kills", "--kills", "6", "--seed", "1", "--json");
    assertEquals(0, ended.status(), ended.err());
    JsonNode result = JsonMapper.shared().readTree(ended.out());
    assertEquals(6, result.path("kills").asInt());
    assertEquals(0, result.path("not-allowed").asInt(-1), ended.out());
    assertEquals(0, result.path("mismatches").asInt(-1), ended.out());
    Set<String> kinds = new TreeSet<>();
    result.path("rows").forEach(row -> kinds.add(row.path("name").asString()));
    assertEquals(5, kinds.size(), ended.out());
    assertTrue(result.path("guests-checked").asInt() >= 2, ended.out());
  }
}
