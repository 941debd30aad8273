// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.rewrite.HandmadeStream.sections;
import static org.savevm4j.harness.rewrite.HandmadeStream.withVmdesc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.savevm.LoadException;

@Timeout(60)
class FileRewriteTest {

  private static final byte[] OLD = {1, 2, 3};
  private static final String SECTIONS =
      sections(HandmadeStream.HTAB_PART, HandmadeStream.HTAB_END);
  private static final byte[] REWRITTEN =
      withVmdesc(sections(HandmadeStream.EMPTY_PART, HandmadeStream.WHOLE_END));

  @TempDir private Path folder;

  @Test
  void streamWithChecksumsIsRefusedByName() throws Exception {
    Path in = folder.resolve("checked");
    Path golden =
        Path.of("src", "test", "resources", "streams", "savevm4j-0.1-16m-checksum.qevm.gz");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(golden))) {
      Files.copy(packed, in);
    }
    Path out = folder.resolve("out");
    LoadException refused =
        assertThrows(LoadException.class, () -> FileRewrite.run(in, out, false));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(
                "offset 0: capability is x-section-checksum, expected it off: checksums from end to"
                    + " end leave nobody between the ends to change the stream"),
        refused.getMessage());
    assertFalse(Files.exists(out));
  }

  @Test
  void newFileIsItsOwnersAlone() throws Exception {
    Path out = folder.resolve("out");
    FileRewrite.run(in(withVmdesc(SECTIONS)), out, false);
    assertArrayEquals(REWRITTEN, Files.readAllBytes(out));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
  }

  @Test
  void fileMayBeRewrittenIntoItselfAndKeepsItsMode() throws Exception {
    Path in = in(withVmdesc(SECTIONS));
    Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), in);
    FileRewrite.run(in, link, false);
    assertArrayEquals(REWRITTEN, Files.readAllBytes(in));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(in)));
  }

  @Test
  void cutAnywhereItLeavesTheOldFileAndNothingBeside() throws Exception {
    byte[] whole = withVmdesc(SECTIONS);
    Path in = folder.resolve("in");
    Path out = Files.write(folder.resolve("out"), OLD);
    for (int length = 0; length < whole.length; length++) {
      if (isInsidePage(length) || mayBeWhole(whole, length)) {
        continue;
      }
      Files.write(in, Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> FileRewrite.run(in, out, false), "cut at " + length);
      assertArrayEquals(OLD, Files.readAllBytes(out));
      assertEquals(2, count(), "files beside");
    }
  }

  @Test
  void deviceThatTheVmdescDoesNotDescribeIsAFaultInItsPlace() throws Exception {
    Path in = in(withVmdesc(SECTIONS + HandmadeStream.DEVICE.replace("61636d65", "61636d66")));
    LoadException wrong =
        assertThrows(LoadException.class, () -> FileRewrite.run(in, folder.resolve("out"), false));
    assertEquals("acmf (instance 2)", wrong.section());
    assertEquals(1, count());
  }

  @Test
  void whatIsNoFileIsNotReplaced() throws Exception {
    Path in = in(withVmdesc(SECTIONS));
    IOException wrong =
        assertThrows(IOException.class, () -> FileRewrite.run(in, Path.of("/dev/null"), false));
    assertEquals(
        "/dev/null: is no regular file, and nothing else can be replaced", wrong.getMessage());
  }

  @Test
  void diskThatIsFullIsNamed() throws Exception {
    try (FileChannel from = FileChannel.open(in(withVmdesc(SECTIONS)))) {
      IOException full =
          assertThrows(
              IOException.class,
              () ->
                  FileRewrite.write(
                      from, Path.of("/dev/full"), false, List.of(), Work.ofBytes("rewriting", 0)));
      assertEquals("file:/dev/full: No space left on device", full.getMessage());
    }
  }

  @Test
  void folderThatDoesNotExistIsNamed() throws Exception {
    Path in = in(withVmdesc(SECTIONS));
    Path out = folder.resolve("none").resolve("out");
    IOException wrong = assertThrows(IOException.class, () -> FileRewrite.run(in, out, false));
    assertEquals(out + ": its folder does not exist", wrong.getMessage());
  }

  /** Where all cuts are alike. */
  private static boolean isInsidePage(int length) {
    return length > 200 && length < 4000;
  }

  /** Behind the table's END, a zero byte may be the end of the sections of another stream. */
  private static boolean mayBeWhole(byte[] stream, int length) {
    return length > HandmadeStream.bytes(SECTIONS).length && stream[length - 1] == 0;
  }

  private Path in(byte[] stream) throws IOException {
    return Files.write(folder.resolve("in"), stream);
  }

  private long count() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
