// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStreamTest {

  @Test
  void cutsObjectsThatStandBackToBack() throws Exception {
    JsonStream stream = stream("{\"a\":1}{\"b\":\"}{\\\"\"}\n\n [3]\t{}");
    assertEquals("{\"a\":1}", String.valueOf(stream.read()));
    assertEquals("{\"b\":\"}{\\\"\"}", String.valueOf(stream.read()));
    assertEquals("[3]", String.valueOf(stream.read()));
    assertEquals("{}", String.valueOf(stream.read()));
    assertNull(stream.read());
  }

  @Test
  void endsQuietlyInTheMidstOfAnObject() throws Exception {
    assertNull(stream("{\"a\":").read());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\" 1}",
        "{]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":nothing}",
        "{'a':1}",
        "no JSON at all\n",
        "\"text\"\n",
        "} \n",
        "{\"a\":\"no end\n",
        "{\"a\":\"\u0001\"}\n",
      })
  void goesOnBehindWhatIsWrong(String wrong) throws Exception {
    JsonStream stream = stream(wrong + "{\"b\":2}");
    String message = assertThrows(QmpException.class, stream::read).desc();
    assertEquals(1, message.lines().count(), message);
    assertEquals("{\"b\":2}", String.valueOf(stream.read()));
    assertNull(stream.read());
  }

  @Test
  void readsPastAnObjectThatIsTooLargeWithoutTakingItsInsideForARequest() throws Exception {
    String inside = "{\"execute\":\"quit\"}";
    String large = "{\"a\":[" + (inside + ",").repeat(100_000) + inside + "]}";
    JsonStream stream = stream(large + "{\"b\":2}");
    String message = assertThrows(QmpException.class, stream::read).desc();
    assertTrue(message.contains(large.length() + " bytes") && message.contains("1048576"), message);
    assertEquals("{\"b\":2}", String.valueOf(stream.read()));
  }

  @Test
  void takesAnObjectOfTheLargestSize() throws Exception {
    String frame = "{\"a\":\"\"}";
    String filler = "x".repeat(JsonStream.LIMIT_BYTES - frame.length());
    String text = "{\"a\":\"" + filler + "\"}";
    assertEquals(text, String.valueOf(stream(text).read()));
  }

  @Test
  void refusesNestingThatWouldOverflowTheStack() throws Exception {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    JsonStream stream = stream(deep + "{}");
    assertThrows(QmpException.class, stream::read);
    assertEquals("{}", String.valueOf(stream.read()));
  }

  private static JsonStream stream(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonStream(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }
}
