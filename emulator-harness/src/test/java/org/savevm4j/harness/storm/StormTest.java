// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.board.HtabAccess;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StormTest {

  private static final int MIGRATIONS = 12;

  @ParameterizedTest
  @EnumSource
  void guestFindsAllAsItLeftItAfterEachMigration(HtabAccess backend) throws Exception {
    StormResult result = Storm.run(new StormOptions(MIGRATIONS, 1, backend), record -> {});
    assertEquals(MIGRATIONS, result.records().size());
    assertTrue(result.events().size() >= 4, result::toText);
    assertTrue(result.ramPasses().max() > 2, result::toText);
    // each migration is checked at least once, with all of the linear map or as radix
    assertTrue(result.records().stream().allMatch(r -> r.mappings() > 100), result::toText);
    assertTrue(
        Stream.of("\"mismatches\":0", "\"seed\":1", "downtime-ms")
            .allMatch(result.toJson().toString()::contains));
  }
}
