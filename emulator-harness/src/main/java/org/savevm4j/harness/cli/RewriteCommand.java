// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.rewrite.FileRewrite;
import org.savevm4j.harness.rewrite.RewriteFigures;
import org.savevm4j.harness.savevm.LoadException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pseries rewrite}: passes a stream through the section of the page table. */
@Command(
    name = "rewrite",
    description = {
      "Loads the page table of a stream and writes the stream again, with the table saved anew.",
      "All else is kept byte for byte. OUT is replaced when all went well, and not before."
    })
final class RewriteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IN", description = "The stream.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "Where to write; may be IN.")
  private Path out;

  @Mixin private PluginsArgument plugins;

  @Option(
      names = "--bolted-only",
      description = "Leave out the entries that are not bolted; Linux faults them in again.")
  private boolean boltedOnly;

  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    RewriteFigures figures;
    try (Progress shown = progress.open()) {
      Work work = Work.ofBytes("rewriting", 0);
      shown.show(work);
      figures = FileRewrite.run(in, out, boltedOnly, plugins.load(), work);
    } catch (LoadException wrong) {
      throw new IOException(StreamFault.line(in, wrong), wrong);
    }
    RewriteText.print(figures, boltedOnly, spec.commandLine().getOut());
    return 0;
  }
}
