// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.board.FuzzedMachine;
import org.savevm4j.harness.board.HtabAccess;
import org.savevm4j.harness.savevm.LoadException;

/**
 * Descriptions of megabytes that ask for far more than they are. Each would describe its device if
 * it were read to its end, and is refused before that.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VmdescBombTest {

  private static final String HEAD =
      "{\"devices\":[{\"name\":\"timer\",\"fields\":[{\"name\":\"other\"}]},"
          + "{\"name\":\"acme\",\"fields\":[";
  private static final String TAIL = "]}]}";
  private static final String UNDESCRIBED =
      "payload of acme is of unknown length, expected a VMDESC that describes it, within the next"
          + " 16777216 bytes";

  @Test
  void nameOfMegabytesInFrontOfManyFieldsIsRefused() throws Exception {
    String name = "a".repeat(4 << 20);
    String json =
        HEAD
            + "{\"name\":\""
            + name
            + "\",\"struct\":{\"fields\":[{\"size\":4}"
            + ",{}".repeat(100_000)
            + "]}}"
            + TAIL;
    assertEquals(UNDESCRIBED, refusal(stream(4, json)));
  }

  @Test
  void manyTokensAreRefusedBeforeTheyAreATree() throws Exception {
    String json = HEAD + "{\"size\":4,\"x\":[0" + ",[]".repeat(2 << 20) + "]}" + TAIL;
    assertEquals(UNDESCRIBED, refusal(stream(4, json)));
  }

  @Test
  void manySubsectionsThatAllMightBeNextAreRefused() throws Exception {
    int count = 50_000;
    StringBuilder subsections = new StringBuilder();
    for (int i = 0; i < count; i++) {
      subsections.append(i == 0 ? "" : ",").append("{\"vmsd_name\":\"b%06d\"}".formatted(i));
    }
    String json = HEAD + "],\"subsections\":[" + subsections + TAIL;
    // each subsection of the stream is the last of those that are described
    String next = "05 07 " + "62303439393939" + "00000001";
    StreamMaker stream = StreamMaker.withRam().section(4, 9, "acme", 3);
    stream.hex(next.replace(" ", "").repeat(count)).footer(9).end(json);
    assertEquals(UNDESCRIBED, refusal(stream));
  }

  @Test
  void descriptionOfAMachineWithManyCpusLoads() throws Exception {
    String fields = "{\"name\":\"r\",\"type\":\"uint64\",\"size\":0}";
    String json = HEAD + "{\"size\":4}" + ("," + fields).repeat(60_000) + TAIL;
    assertTrue(json.length() > 2 << 20, "as long as that of 256 vCPUs");
    try (FuzzedMachine machine = new FuzzedMachine(HtabAccess.TABLE)) {
      machine.load(stream(4, json).toBytes());
    }
  }

  private static StreamMaker stream(int payload, String json) {
    return StreamMaker.withRam().acme(payload).end(json);
  }

  private static String refusal(StreamMaker stream) {
    try (FuzzedMachine machine = new FuzzedMachine(HtabAccess.TABLE)) {
      return assertThrows(LoadException.class, () -> machine.load(stream.toBytes())).reason();
    }
  }
}
