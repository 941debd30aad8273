// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.analyze.MappedAddresses;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.StreamTranslation;
import org.savevm4j.harness.analyze.UnmappedException;

/**
 * QEMU and we look at the same stopped Linux: it at its own guest, we at the stream of it. All
 * addresses that CPU 0 can reach at that moment are compared, where they lead and what is there.
 */
@Timeout(300)
class TranslateQemuIT {

  private static final int LEAST = 1000;
  private static final int LENGTH = 16;
  private static final long LINEAR = 0xc000000000000000L;
  private static final int BANNER_LENGTH = 256;

  private static final String MODULE = "module";
  private static final String PROGRAM = "program text and data";
  private static final String STACK = "libraries and stack";
  private static final String LINEAR_MAP = "linear map";
  private static final String VMALLOC = "vmalloc";
  private static final String OTHERS = "others of the kernel";
  private static final Set<String> KINDS = Set.of(MODULE, PROGRAM, STACK, LINEAR_MAP, VMALLOC);

  /** Stops to try; at one of them CPU 0 has a program's segments, which share the SLB. */
  private static final int MOMENTS = 20;

  @TempDir private Path folder;

  @Test
  void everyAddressLeadsWhereQemuSaysAndTheSameBytesAreThere() throws Exception {
    Path file = folder.resolve("stream");
    try (QemuProcess qemu = QemuProcess.boot(QemuOptions.guest("fork").memory("256"))) {
      for (int moment = 1; !compare(qemu, file); moment++) {
        assertTrue(moment < MOMENTS, "at no stop could CPU 0 reach pages of each of " + KINDS);
        qemu.cont();
        qemu.heartbeat().await(qemu.heartbeat().beats() + 1);
      }
    }
  }

  /** Stops the guest and compares; answers false if pages of some kind were not mapped then. */
  private static boolean compare(QemuProcess qemu, Path file) throws Exception {
    qemu.stop();
    qemu.save(file);
    try (StreamContents contents = StreamContents.load(file)) {
      Map<Long, Long> slots = MappedAddresses.of(contents);
      if (!MappedAddresses.areTranslated(contents)
          || slots.keySet().stream().noneMatch(ea -> ea >= 0)) {
        return false;
      }
      Map<String, Integer> kinds = new TreeMap<>();
      GuestModule module = qemu.heartbeat().module();
      for (Map.Entry<Long, Long> page : slots.entrySet()) {
        // somewhere in the page, and somewhere else in each
        long ea = page.getKey() + (page.getValue() * 0x9e70 & 0xff0);
        StreamTranslation found = StreamTranslation.of(contents, 0, ea, LENGTH);
        String hex = "0x" + Long.toHexString(ea);
        assertEquals(page.getValue(), found.mapping().slot(), hex);
        assertEquals(
            found.mapping().ra(), MonitorText.realAddress(qemu.human("gva2gpa " + hex)), hex);
        assertEquals(
            HexFormat.of().formatHex(found.bytes()),
            MonitorText.bytes(qemu.human("x/16xb " + hex)),
            hex);
        kinds.merge(module.contains(ea) ? MODULE : kind(ea), 1, Integer::sum);
      }
      System.out.println("qemu: translated as QEMU does: " + slots.size() + " pages, " + kinds);
      assertTrue(slots.size() >= LEAST, () -> slots.size() + " addresses");
      if (!kinds.keySet().containsAll(KINDS)) {
        return false;
      }
      requireUnmappedAlike(qemu, contents, slots);
      printBanner(contents);
      return true;
    }
  }

  /** Pages beside those that are mapped. */
  private static void requireUnmappedAlike(
      QemuProcess qemu, StreamContents contents, Map<Long, Long> slots) throws Exception {
    List<Long> beside =
        slots.keySet().stream()
            .map(ea -> ea + (1L << 28))
            .filter(ea -> !slots.containsKey(ea >>> 16 << 16))
            .limit(200)
            .toList();
    for (long ea : beside) {
      assertThrows(UnmappedException.class, () -> StreamTranslation.of(contents, 0, ea, 0));
      assertNull(MonitorText.realAddress(qemu.human("gva2gpa 0x" + Long.toHexString(ea))));
    }
    System.out.println("qemu: unmapped as in QEMU: " + beside.size() + " pages");
  }

  /** From the stream alone: the kernel's own words, by the address at which the kernel has them. */
  private static void printBanner(StreamContents contents) throws Exception {
    long ra =
        MappedAddresses.find(contents, "Linux version 6.".getBytes(StandardCharsets.US_ASCII));
    StreamTranslation found = StreamTranslation.of(contents, 0, LINEAR + ra, BANNER_LENGTH);
    assertEquals(ra, found.mapping().ra());
    String banner =
        new String(found.bytes(), StandardCharsets.US_ASCII).lines().findFirst().orElseThrow();
    System.out.println(
        "qemu: 0x%x, slot %d: %s".formatted(LINEAR + ra, found.mapping().slot(), banner));
    assertTrue(banner.startsWith("Linux version 6."), banner);
    assertTrue(banner.contains("powerpc64le"), banner);
  }

  private static String kind(long ea) {
    return switch ((int) (ea >>> 48)) {
      case 0 -> ea >>> 40 == 0 ? PROGRAM : STACK;
      case 0xc000 -> LINEAR_MAP;
      case 0xc008 -> VMALLOC;
      default -> OTHERS;
    };
  }
}
