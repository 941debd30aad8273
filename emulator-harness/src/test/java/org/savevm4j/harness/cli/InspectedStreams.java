// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import picocli.CommandLine;

/** A command, executed here, and what it printed. */
final class InspectedStreams {

  private static final String BEGIN = "5145564d 00000003 07 0000000c 707365726965732d31302e30";

  private InspectedStreams() {}

  /** A stream of a table of 256 KiB with those records, in hexadecimal digits. */
  static byte[] stream(String records) {
    return bytes(
        BEGIN
            + "01 00000007 0a 73706170722f68746162 00000000 00000001 00000012 7e 00000007"
            + "03 00000007 00000000"
            + records
            + "0000000000000000 7e 00000007 00");
  }

  static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Runs a command line. */
  static Printed run(String... arguments) {
    StringWriter out = new StringWriter();
    return run(out, out, arguments);
  }

  /** Runs a command line whose reader takes that many bytes and leaves. */
  static Printed runUpTo(int bytes, String... arguments) {
    OutputStream leaving =
        new OutputStream() {
          private int left = bytes;

          @Override
          public void write(int b) throws IOException {
            if (left-- <= 0) {
              throw new IOException("Broken pipe");
            }
          }
        };
    return run(new OutputStreamWriter(leaving, StandardCharsets.UTF_8), "", arguments);
  }

  private static Printed run(Writer out, Object printed, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Pseries.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int status = commandLine.execute(arguments);
    return new Printed(status, printed.toString(), err.toString());
  }

  /**
   * What became of a command.
   *
   * @param status it exits with
   */
  record Printed(int status, String out, String err) {}
}
