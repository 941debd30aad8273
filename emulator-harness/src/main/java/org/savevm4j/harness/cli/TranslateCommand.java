// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.savevm4j.harness.analyze.AnalysisJson;
import org.savevm4j.harness.analyze.KeptState;
import org.savevm4j.harness.analyze.StreamContents;
import org.savevm4j.harness.analyze.StreamTranslation;
import org.savevm4j.harness.analyze.UnmappedException;
import org.savevm4j.harness.mmu.Translation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code pseries translate}: follows an effective address; status 1 if it is not mapped. */
@Command(
    name = "translate",
    description = {
      "Follows an effective address through the SLB, page table and RAM of a stream.",
      "Without MSR[DR] the address is real, and there is no slot."
    })
final class TranslateCommand implements Callable<Integer> {

  private static final int MAX_LENGTH = 1 << 20;

  @Spec private CommandSpec spec;

  @Mixin private InspectedStream stream;

  @Parameters(index = "1", paramLabel = "EA", description = "The address, 0x... or decimal.")
  private String address;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "16",
      description = "Bytes of memory to show, to the page's end at most; default ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--cpu",
      paramLabel = "N",
      defaultValue = "0",
      description = "Whose registers; default ${DEFAULT-VALUE}.")
  private long cpu;

  @Override
  public Integer call() throws IOException {
    if (length < 0 || length > MAX_LENGTH) {
      throw new ParameterException(spec.commandLine(), "--length is 0 to " + MAX_LENGTH);
    }
    long ea = address();
    PrintWriter out = spec.commandLine().getOut();
    try (StreamContents contents = stream.load(KeptState.NOTHING, out)) {
      print(translation(contents, ea, out), out);
    }
    return 0;
  }

  private StreamTranslation translation(StreamContents contents, long ea, PrintWriter out)
      throws IOException {
    try {
      return StreamTranslation.of(contents, cpu, ea, length);
    } catch (UnmappedException nowhere) {
      IOException failure = new IOException(stream.name() + ": " + nowhere.getMessage(), nowhere);
      ObjectNode object = InspectedStream.unread(failure);
      if (contents.fault() != null) {
        AnalysisJson.putFault(object, contents.fault());
      }
      stream.tell(object, out);
      throw failure;
    }
  }

  private long address() {
    try {
      return address.startsWith("0x") || address.startsWith("0X")
          ? Long.parseUnsignedLong(address.substring(2), 16)
          : Long.parseUnsignedLong(address);
    } catch (NumberFormatException none) {
      throw new ParameterException(
          spec.commandLine(),
          "EA '" + address + "' is no 64-bit number; use 0x... or decimal",
          none);
    }
  }

  private void print(StreamTranslation translation, PrintWriter out) {
    Translation mapping = translation.mapping();
    String bytes = HexFormat.of().formatHex(translation.bytes());
    if (stream.asJson()) {
      ObjectNode node = JsonMapper.shared().createObjectNode();
      node.put("ea", unsigned(mapping.ea()));
      node.put("slb", mapping.slbIndex());
      node.put("vsid", unsigned(mapping.vsid()));
      node.put("hash", unsigned(mapping.hash()));
      node.put("slot", mapping.slot());
      node.put("secondary", mapping.secondary());
      node.put("page-size", 1L << mapping.pageShift());
      node.put("ra", unsigned(mapping.ra()));
      node.put("bytes", bytes);
      node.putNull("fault");
      out.println(node);
    } else {
      out.printf(
          "ea 0x%x -> slb %d, vsid 0x%x, hash 0x%x -> slot %d%s -> ra 0x%x%n%s%n",
          mapping.ea(),
          mapping.slbIndex(),
          mapping.vsid(),
          mapping.hash(),
          mapping.slot(),
          mapping.secondary() ? " (secondary)" : "",
          mapping.ra(),
          bytes);
    }
    out.flush();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
