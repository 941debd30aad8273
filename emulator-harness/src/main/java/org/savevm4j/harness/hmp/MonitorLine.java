// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * A line up to the cursor, in words, as completion sees it.
 *
 * @param words the last of which is what is completed, and may be empty
 */
record MonitorLine(String line, int cursor, List<String> words) implements CompletingParsedLine {

  /** Takes each line as it is: what is wrong with it, the monitor says. */
  static final Parser PARSER = (line, cursor, _) -> of(line, cursor);

  private static MonitorLine of(String line, int cursor) {
    String before = line.substring(0, cursor);
    return new MonitorLine(line, cursor, List.of(before.stripLeading().split("\\s+", -1)));
  }

  /** What it can be completed to. */
  static void complete(HumanMonitor monitor, ParsedLine parsed, List<Candidate> found) {
    for (HumanMonitor.Choice choice :
        monitor.choices(parsed.words().subList(0, parsed.wordIndex()))) {
      String word = choice.word();
      String help = choice.help().isEmpty() ? null : choice.help();
      found.add(new Candidate(word, word, null, help, null, null, !word.endsWith(":")));
    }
  }

  /** A word with blanks is put in quotes, as the monitor reads it. */
  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    String word = candidate.toString();
    return word.chars().anyMatch(each -> each == '"' || Character.isWhitespace(each))
        ? '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : word;
  }

  @Override
  public int rawWordCursor() {
    return wordCursor();
  }

  @Override
  public int rawWordLength() {
    return wordCursor();
  }

  @Override
  public String word() {
    return words.getLast();
  }

  @Override
  public int wordCursor() {
    return word().length();
  }

  @Override
  public int wordIndex() {
    return words.size() - 1;
  }
}
