// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.rewrite.HandmadeStream.bytes;
import static org.savevm4j.harness.rewrite.HandmadeStream.sections;
import static org.savevm4j.harness.rewrite.HandmadeStream.withoutVmdesc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.stream.StateOutput;

@Timeout(60)
class StreamRewriteTest {

  @Test
  void recordsMoveToTheEndAndAllElseStays() throws Exception {
    assertHex(
        withoutVmdesc(sections(HandmadeStream.EMPTY_PART, HandmadeStream.WHOLE_END)),
        rewrite(stream(), false));
  }

  @Test
  void boltedOnlyLeavesTheOthersOut() throws Exception {
    assertHex(
        withoutVmdesc(sections(HandmadeStream.EMPTY_PART, HandmadeStream.BOLTED_END)),
        rewrite(stream(), true));
  }

  @Test
  void rewriteOfARewriteIsTheSame() throws Exception {
    byte[] once = rewrite(stream(), false);
    assertHex(once, rewrite(once, false));
  }

  @Test
  void sourceThatGivesAByteAtATimeMakesNoDifference() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReadableByteChannel whole = Channels.newChannel(new ByteArrayInputStream(stream()));
    rewrite(new OneByte(whole), out, false);
    assertHex(
        withoutVmdesc(sections(HandmadeStream.EMPTY_PART, HandmadeStream.WHOLE_END)),
        out.toByteArray());
  }

  @Test
  void radixGuestIsCarriedAsItIs() throws Exception {
    byte[] radix =
        withoutVmdesc(
            sections("02 00000007 ffffffff 7e 00000007", "03 00000007 ffffffff 7e 00000007")
                .replace("00000012 7e 00000007", "ffffffff 7e 00000007"));
    assertHex(radix, rewrite(radix, false));
  }

  @Test
  void tableThatIsReplacedUnderWayIsAnnouncedWhereItWas() throws Exception {
    String replaced = "02 00000007 00000013 7e 00000007";
    byte[] in =
        withoutVmdesc(sections(HandmadeStream.HTAB_PART + replaced, HandmadeStream.HTAB_END));
    String left =
        "03 00000007 00000000 00000009 0001 0000 0000000000000005 0000000000003196"
            + "0000000000000000 7e 00000007";
    assertHex(
        withoutVmdesc(sections(HandmadeStream.EMPTY_PART + replaced, left)), rewrite(in, false));
  }

  @Test
  void tableThatIsReplacedAtTheEndIsEmptyAndCarried() throws Exception {
    String end = "03 00000007 00000013 7e 00000007";
    byte[] in = withoutVmdesc(sections(HandmadeStream.HTAB_PART, end));
    assertHex(withoutVmdesc(sections(HandmadeStream.EMPTY_PART, end)), rewrite(in, false));
  }

  @Test
  void recordLargerThanAllBuffersPasses() throws Exception {
    String entry = "0000000000000011 0000000000001196";
    String record = "00000000 ffff 0000" + entry.repeat(0xffff);
    String part = "02 00000007 00000000" + record + record + "0000000000000000 7e 00000007";
    String end = "03 00000007 00000000" + record + "0000000000000000 7e 00000007";
    byte[] in =
        withoutVmdesc(
            sections(part, HandmadeStream.EMPTY_PART.replaceFirst("02", "03"))
                .replace("00000012 7e", "00000014 7e"));
    byte[] wanted =
        withoutVmdesc(
            sections(HandmadeStream.EMPTY_PART, end).replace("00000012 7e", "00000014 7e"));
    assertHex(wanted, rewrite(in, false));
  }

  @Test
  void deviceBeforeTheEndOfTheTableIsRefusedWithoutVmdesc() {
    LoadException wrong =
        assertThrows(
            LoadException.class,
            () ->
                rewrite(
                    withoutVmdesc(sections(HandmadeStream.HTAB_PART + HandmadeStream.DEVICE, "")),
                    false));
    assertEquals("acme (instance 2)", wrong.section());
    assertTrue(wrong.reason().contains("of unknown length"), wrong.reason());
  }

  @Test
  void streamWithoutTheSectionIsRefused() {
    byte[] empty = bytes(HandmadeStream.BEGIN + "00");
    LoadException wrong = assertThrows(LoadException.class, () -> rewrite(empty, false));
    assertEquals("the stream has no section spapr/htab to rewrite", wrong.reason());
    assertEquals(empty.length, wrong.offset());
  }

  @Test
  void streamThatGoesOnAfterTheTableButDoesNotEndIsCut() {
    byte[] whole = stream();
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    LoadException wrong = assertThrows(LoadException.class, () -> rewrite(cut, false));
    assertTrue(wrong.reason().contains("it is cut behind this"), wrong.reason());
  }

  private static byte[] stream() {
    return withoutVmdesc(sections(HandmadeStream.HTAB_PART, HandmadeStream.HTAB_END));
  }

  private static byte[] rewrite(byte[] in, boolean boltedOnly) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    rewrite(Channels.newChannel(new ByteArrayInputStream(in)), out, boltedOnly);
    return out.toByteArray();
  }

  private static void rewrite(ReadableByteChannel in, ByteArrayOutputStream out, boolean boltedOnly)
      throws IOException {
    try (StreamRewrite rewrite =
        new StreamRewrite(
            in, new StateOutput(Channels.newChannel(out)), boltedOnly, null, List.of())) {
      rewrite.run();
    }
  }

  private static void assertHex(byte[] wanted, byte[] found) {
    if (wanted.length < 20_000) {
      assertEquals(HexFormat.of().formatHex(wanted), HexFormat.of().formatHex(found));
    }
    assertArrayEquals(wanted, found);
  }

  /** A channel that reads one byte at a time. */
  private record OneByte(ReadableByteChannel channel) implements ReadableByteChannel {

    @Override
    public int read(ByteBuffer into) throws IOException {
      ByteBuffer one = into.duplicate().limit(Math.min(into.limit(), into.position() + 1));
      int got = channel.read(one);
      into.position(one.position());
      return got;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
