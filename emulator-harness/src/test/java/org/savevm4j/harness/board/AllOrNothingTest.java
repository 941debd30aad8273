// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.savevm.LoadException;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllOrNothingTest {

  private static final int VMDESC_PREFIX = 5;

  @Test
  void streamLoadsIntoAnotherMachineAndSavesAgainByteForByte() throws Exception {
    try (StoppedMachine source = new StoppedMachine().fill();
        StoppedMachine destination = new StoppedMachine()) {
      byte[] stream = source.save();
      assertNotEquals(source.digest(), destination.digest());
      destination.load(stream);
      assertEquals(source.digest(), destination.digest());
      assertArrayEquals(source.tableBytes(), destination.tableBytes());
      assertEquals(withoutClock(stream), withoutClock(destination.save()));
    }
  }

  @Test
  void cutAtEveryByteIsATypedErrorWithItsOffsetAndChangesNothing() throws Exception {
    try (StoppedMachine source = new StoppedMachine().fill();
        StoppedMachine destination = new StoppedMachine()) {
      byte[] stream = source.save();
      int sectionsEnd = sectionsEnd(stream);
      long before = destination.digest();
      for (int length = 0; length < stream.length; length++) {
        if (length == sectionsEnd) {
          // all sections are there, and a stream may do without its VMDESC
          continue;
        }
        byte[] cut = Arrays.copyOf(stream, length);
        LoadException refused =
            assertThrows(LoadException.class, () -> destination.load(cut), "cut at " + length);
        assertEquals(length, refused.offset(), refused.getMessage());
      }
      assertEquals(before, destination.digest());
    }
  }

  @Test
  void everyChangedByteLoadsOrIsATypedErrorThatChangesNothing() throws Exception {
    try (StoppedMachine source = new StoppedMachine().fill();
        StoppedMachine pristine = new StoppedMachine()) {
      byte[] stream = source.save();
      long before = pristine.digest();
      int refusals = 0;
      for (int at = 0; at < stream.length; at++) {
        byte[] changed = stream.clone();
        changed[at] ^= (byte) 0x81;
        if (refuses(pristine, changed, before)) {
          refusals++;
        } else {
          // what loads has changed the machine: the next change needs a fresh look
          before = pristine.digest();
        }
      }
      assertTrue(refusals > 100, "only " + refusals + " refused");
    }
  }

  private static boolean refuses(StoppedMachine machine, byte[] stream, long before) {
    try {
      machine.load(stream);
      return false;
    } catch (LoadException refused) {
      assertEquals(before, machine.digest(), refused.getMessage());
      return true;
    } catch (IOException other) {
      throw new AssertionError("not a typed error", other);
    }
  }

  /** Offset behind the byte that ends the sections. */
  private static int sectionsEnd(byte[] stream) {
    int json = text(stream).lastIndexOf("{\"page_size\"");
    return json - VMDESC_PREFIX;
  }

  /** The stream as text, the clock's section left out: time goes on between two saves. */
  private static String withoutClock(byte[] stream) {
    String text = text(stream);
    int timer = text.indexOf("timer");
    int cpu = text.indexOf("cpu_common");
    int spapr = text.indexOf("spapr/rtc");
    int globalState = text.indexOf("globalstate");
    return text.substring(0, timer) + text.substring(cpu, spapr) + text.substring(globalState);
  }

  private static String text(byte[] stream) {
    return new String(stream, StandardCharsets.ISO_8859_1);
  }
}
