// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import picocli.CommandLine;

@Timeout(60)
class RunIncomingTest {

  private static final Pattern PLACE = Pattern.compile("tcp:127\\.0\\.0\\.1:([1-9][0-9]*)");

  @Test
  void portZeroIsToldAsThePortThatItBecameAndAFailureNamesThat() throws Exception {
    CommandLine run = Pseries.commandLine();
    try (PipedWriter errors = new PipedWriter();
        BufferedReader lines = new BufferedReader(new PipedReader(errors))) {
      run.setErr(new PrintWriter(errors, true));
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(
              () -> run.execute("run", "--memory=16M", "--incoming=tcp:127.0.0.1:0"));
      Matcher place = PLACE.matcher(lines.readLine());
      assertTrue(place.find());
      try (Link link = MigrationUri.parse(place.group()).connect()) {
        link.write(ByteBuffer.wrap("no stream at all".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(1, status.get(30, TimeUnit.SECONDS));
      }
      assertTrue(
          lines.readLine().startsWith("pseries: the incoming migration failed: " + place.group()));
    }
  }
}
