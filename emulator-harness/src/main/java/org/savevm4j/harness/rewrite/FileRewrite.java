// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.savevm4j.harness.analyze.VmdescWalk;
import org.savevm4j.harness.progress.CountedChannel;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.stream.StateOutput;

/** A stream in a file, rewritten into another, or into the same one. */
public final class FileRewrite {

  private FileRewrite() {}

  /** The same where nobody watches. */
  public static RewriteFigures run(Path in, Path out, boolean boltedOnly) throws IOException {
    return run(in, out, boltedOnly, List.of(), Work.ofBytes("rewriting", 0));
  }

  /**
   * Writes beside {@code out} and renames when all is on the disk, so that {@code out} is new and
   * whole or as it was. A new file is its owner's alone, since a stream holds the guest's memory;
   * one that exists keeps its mode.
   *
   * @param boltedOnly leaves out the entries that are not bolted
   * @param plugins bring live sections that are carried
   * @param work is told of the bytes of {@code in}
   * @throws org.savevm4j.harness.savevm.LoadException if the stream is wrong
   */
  public static RewriteFigures run(
      Path in, Path out, boolean boltedOnly, List<SectionProvider> plugins, Work work)
      throws IOException {
    if (Files.isDirectory(in)) {
      throw new IOException(in + ": is a folder");
    }
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      throw new IOException(out + ": is no regular file, and nothing else can be replaced");
    }
    Path target = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(out + ": its folder does not exist");
    }
    try (FileChannel from = FileChannel.open(in)) {
      Path beside = Files.createTempFile(folder, ".pseries-rewrite", ".part");
      // also when a signal ends the program
      beside.toFile().deleteOnExit();
      try {
        RewriteFigures figures = write(from, beside, boltedOnly, plugins, work);
        if (Files.exists(target)) {
          Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        return figures;
      } finally {
        Files.deleteIfExists(beside);
      }
    }
  }

  /** Writes in place. Faults of {@code to}, such as a full disk, name it. */
  static RewriteFigures write(
      FileChannel from, Path to, boolean boltedOnly, List<SectionProvider> plugins, Work work)
      throws IOException {
    work.total(from.size());
    try (Link link = MigrationUri.file(to).connect();
        StreamRewrite rewrite =
            new StreamRewrite(
                new CountedChannel(from, work),
                new StateOutput(link),
                boltedOnly,
                VmdescWalk.skipping(from),
                plugins)) {
      RewriteFigures figures = rewrite.run();
      work.begin("to the disk");
      link.sync();
      return figures;
    }
  }
}
