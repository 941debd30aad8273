// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.savevm4j.harness.analyze.KeptState;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.StreamSource;
import org.savevm4j.harness.text.OneLine;
import org.savevm4j.section.SectionProvider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A stream that a command is to look at.
 *
 * @param name of a file, a named pipe or a device; {@value #STANDARD_INPUT} is standard input
 */
record StreamArgument(String name) {

  static final String STANDARD_INPUT = "-";

  /** For a command's help. */
  static final String DESCRIPTION = "The stream: a file, a named pipe, or - for standard input.";

  boolean isStandardInput() {
    return name.equals(STANDARD_INPUT);
  }

  /** Loads all of it. */
  StreamContents load(List<SectionProvider> plugins, RecordListener records, KeptState kept)
      throws IOException {
    return load(source -> StreamContents.load(source, plugins, records, kept));
  }

  /** Loads it to the end of section spapr/htab. */
  StreamContents loadTable(List<SectionProvider> plugins, RecordListener records)
      throws IOException {
    return load(source -> StreamContents.loadTable(source, plugins, records));
  }

  /** Why a stream that is right has no page table. */
  static String noTable(StreamContents contents) {
    return contents.hasHtab()
        ? "the guest is radix and has no page table"
        : "the stream has no section spapr/htab";
  }

  private StreamContents load(Loading loading) throws IOException {
    StreamSource source = open();
    try {
      return loading.load(source);
    } catch (IOException fault) {
      if (fault.getCause() instanceof ReaderGoneException gone) {
        throw gone;
      }
      throw new IOException(this + ": " + OneLine.of(fault.getMessage()), fault);
    } finally {
      if (!isStandardInput()) {
        // descriptor 0 belongs to the process; where it was closed, the JVM has a file of its own
        source.close();
      }
    }
  }

  private StreamSource open() throws IOException {
    return isStandardInput()
        ? StreamSource.of(new FileInputStream(FileDescriptor.in).getChannel())
        : StreamSource.open(Path.of(name));
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return isStandardInput() ? "standard input" : OneLine.of(name);
  }

  private interface Loading {
    StreamContents load(StreamSource source) throws IOException;
  }

  /** Takes what names a stream. */
  static final class Converter implements ITypeConverter<StreamArgument> {

    @Override
    public StreamArgument convert(String text) {
      StreamArgument stream = new StreamArgument(text);
      if (stream.isStandardInput() && StandardStream.INPUT.isTerminal()) {
        throw new TypeConversionException("standard input is a terminal, not a stream");
      }
      return stream;
    }
  }
}
