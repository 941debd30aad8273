// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import picocli.CommandLine;

@Timeout(60)
class CommandLineTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | a command is missing; see 'pseries --help'",
        "fly | 'fly'; see 'pseries --help'",
        "run now | 'now'; see 'pseries run --help'",
        "run --fly | '--fly'; see 'pseries run --help'",
        "run --memory | --memory",
        "run --memory 12X | '12X' is no size; use a number of bytes, or one with K, M or G",
        "run --memory 99999999999G | is no size",
        "run --memory 0 | --memory 0 is not in 1M to 1024G",
        "run --memory 1025G | --memory 1025G is not in 1M to 1024G",
        "run --memory 1048577 | --memory 1048577 is not a multiple of 1M",
        "run --smp 0 | --smp 0 is not in 1 to 64",
        "run --smp two | 'two'",
        "run --htab-shift 17 | --htab-shift 17 is not in 18 to 36",
        "run --htab-shift 37 | --htab-shift 37 is not in 18 to 36",
        "run --update-rate -1 | --update-rate -1 is not in 0 to 10000000",
        "run --workload play | play; there are idle, fork, exec, mmap, mix",
        "run --resize-hpt required | 'required' is none of enabled, disabled",
        "run --monitor tcp | 'tcp' is none of stdio, none",
        "run --incoming tcp:4444 | tcp:HOST:PORT",
        "run --object x | 'x' is no type of objects; there is tls-creds-x509",
        "run --object tls-creds-x509,dir=x | '' is no id; one is a letter, then letters, digits",
        "run --object tls-creds-x509,id=x | dir is missing: the folder of the PEM files",
        "run --object tls-creds-x509,id=x,dir=d,endpoint=both | is neither server nor client",
        "run --object tls-creds-x509,id=x,dir=d,verify-peer=1 | '1' is neither on nor off",
        "run --object tls-creds-x509,id=x,dir=d,priority=p | has no property 'priority'",
        "run --qmp stdio | unix:PATH",
        "run --qmp file:x | --qmp file:x cannot answer; use tcp:HOST:PORT or unix:PATH",
        "bench | a benchmark's name is missing; --list names them; see 'pseries bench --help'",
        "bench nap | 'nap'; see 'pseries bench --help'",
        "bench storm --rounds 3 | '--rounds', '3'; see 'pseries bench storm --help'",
        "bench storm --migrations 0 | --migrations is 1 or more",
        "bench passes --htab-shift 33 | --htab-shift is 18 to 32",
        "bench load --json --markdown | --json and --markdown exclude each other",
        "bench switchover --htab-shift 23,34 | --htab-shift 34 is not in 19 to 33",
        "bench link --update-rate -1 | --update-rate -1 is not in 0 to 10000000",
        "bench link --rate 1T | '1T' is no speed; use bits a second, with K, M or G such as 10G",
        "demo --smp 65 | --smp 65 is not in 1 to 64; see 'pseries demo --help'",
      })
  void wrongUseIsOneLineThatPointsToHelp(String line, String words) {
    assertEquals(2, execute(line.isEmpty() ? new String[0] : line.split(" ")));
    assertOneLine(words);
    assertTrue(err.toString().contains("--help'"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "demo --help",
        "analyze --help",
        "rewrite --help",
        "claims --help",
        "bench --help",
        "bench passes --help",
        "--version"
      })
  void helpIsAResult(String line) {
    assertEquals(0, execute(line.split(" ")));
    assertEquals("", err.toString());
    assertTrue(out.toString().contains("pseries"), out.toString());
  }

  @Test
  void everyCommandTellsItsVersionAndItsHelp() {
    List<List<String>> commands = linesOf(Pseries.commandLine(), List.of());
    assertTrue(commands.size() > 20, () -> "only " + commands.size());
    for (List<String> line : commands) {
      String name = String.join(" ", line);
      out.getBuffer().setLength(0);
      assertEquals(0, execute(with(line, "--version")), name);
      assertTrue(out.toString().startsWith("pseries "), name);
      assertEquals(0, execute(with(line, "--help")), name);
      assertTrue(out.toString().contains("Usage: pseries"), name);
    }
  }

  @Test
  void benchmarksAreListedByTheNamesThatTheyAreCalledBy() {
    assertEquals(0, execute("bench", "--list"));
    assertEquals(
        List.of(
            "storm",
            "kills",
            "packed",
            "passes",
            "load",
            "marking",
            "switchover",
            "link",
            "latency",
            "flips",
            "checksum"),
        out.toString().lines().toList());
  }

  @Test
  void placeThatIsTakenIsAFailureOfOneLine() throws Exception {
    String taken = "unix:" + folder.resolve("s");
    try (Listener _ = MigrationUri.parse(taken).listen()) {
      assertEquals(1, execute("run", "--memory", "64M", "--qmp", taken));
    }
    assertOneLine(taken + ": somebody listens there already");
  }

  @Test
  void fileInPlaceOfAReportsFolderIsToldBeforeAnythingIsMeasured() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(1, execute("claims", "--out", file.toString()));
    assertOneLine(file + ": is not a folder; name one for the report");
  }

  @Test
  void streamThatIsNotThereIsAFailureOfOneLine() {
    String missing = "file:" + folder.resolve("x");
    assertEquals(1, execute("run", "--memory", "64M", "--incoming", missing));
    assertOneLine(missing + ": no such file");
  }

  @Test
  void guestThatDoesNotArriveIsAFailureThatNamesWhereItComesFrom() throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "this is no stream of a migration");
    assertEquals(1, execute("run", "--memory", "64M", "--incoming", "file:" + file));
    String last = err.toString().lines().toList().getLast();
    assertTrue(
        last.startsWith("pseries: the incoming migration failed: file:" + file + ": offset 0: "),
        last);
    assertEquals(2, err.toString().lines().count(), "what it waits for, and that it failed");
  }

  @Test
  void objectThatCannotBeMadeIsAFailureOfOneLine() {
    assertEquals(
        1, execute("run", "--memory", "64M", "--object", "tls-creds-x509,id=x,dir=" + folder));
    assertOneLine("object 'x': " + folder + "/ca-cert.pem: no such file");
  }

  @Test
  void placeOfAFaultIsShownOnlyWhereWanted() {
    String missing = "file:" + folder.resolve("x");
    assertEquals(1, execute("run", "--debug", "--incoming", missing));
    assertTrue(err.toString().contains("\tat org.savevm4j."), err.toString());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "1023,1023", "2K,2048", "512M,536870912", "3G,3221225472"})
  void sizesAreWrittenAsTheyAreRead(String text, long bytes) {
    ByteSize size = new ByteSize.Converter().convert(text);
    assertEquals(bytes, size.bytes());
    assertEquals(text, size.toString());
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Pseries.commandLine(arguments);
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  /** The line that leads to this command, and those to all below it. */
  private static List<List<String>> linesOf(CommandLine command, List<String> line) {
    List<List<String>> lines = new ArrayList<>(List.of(line));
    command
        .getSubcommands()
        .forEach((name, sub) -> lines.addAll(linesOf(sub, List.of(with(line, name)))));
    return lines;
  }

  private static String[] with(List<String> line, String word) {
    List<String> longer = new ArrayList<>(line);
    longer.add(word);
    return longer.toArray(String[]::new);
  }

  private void assertOneLine(String words) {
    String text = err.toString();
    assertEquals("", out.toString());
    assertEquals(1, text.lines().count(), text);
    assertTrue(text.startsWith("pseries: ") && text.contains(words), text);
  }
}
