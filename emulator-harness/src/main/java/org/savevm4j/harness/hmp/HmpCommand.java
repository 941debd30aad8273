// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.Arrays;
import java.util.List;
import org.savevm4j.harness.board.EmulatorException;

/**
 * One command of the table.
 *
 * @param name one word, or "info" and another; behind a bar a shorter one, as in {@code quit|q}
 * @param parameters a word each, optional ones in brackets, as help shows them
 * @param help what it does, a line
 * @param choices what its words can be
 */
record HmpCommand(
    String name, List<String> parameters, String help, Action action, Choices choices) {

  /** What a command does. */
  @FunctionalInterface
  interface Action {

    /**
     * The lines to print, each with its end, or an empty text.
     *
     * @throws HmpException when a word is wrong
     * @throws EmulatorException when it cannot be done now
     */
    String execute(HmpLine line) throws HmpException, EmulatorException;
  }

  /** An action with nothing to tell. */
  @FunctionalInterface
  interface Order {
    void execute(HmpLine line) throws HmpException, EmulatorException;
  }

  /** What a word of a command can be. */
  @FunctionalInterface
  interface Choices {

    Choices NONE = _ -> List.of();

    /**
     * All that the next word can be, where there are not too many; empty if any will do.
     *
     * @param given the words behind the command's name so far
     */
    List<String> next(List<String> given);
  }

  /** A command that answers; {@code parameters} are divided by blanks. */
  static HmpCommand query(String name, String parameters, String help, Action action) {
    List<String> words = parameters.isEmpty() ? List.of() : List.of(parameters.split(" "));
    return new HmpCommand(name, words, help, action, Choices.NONE);
  }

  static HmpCommand order(String name, String parameters, String help, Order order) {
    return query(
        name,
        parameters,
        help,
        line -> {
          order.execute(line);
          return "";
        });
  }

  /** The same with choices for its words. */
  HmpCommand with(Choices others) {
    return new HmpCommand(name, parameters, help, action, others);
  }

  /** What it can be called. */
  List<String> names() {
    return List.of(name.split("\\|"));
  }

  /** The line that help shows of it. */
  String helpLine() {
    return usage() + " -- " + help + "\n";
  }

  String usage() {
    return (name + " " + String.join(" ", parameters)).strip();
  }

  /** Checks the number of words and does it. */
  String execute(HmpLine line) throws HmpException, EmulatorException {
    long least = parameters.stream().filter(parameter -> !parameter.startsWith("[")).count();
    int given = line.words().size();
    if (given < least || given > parameters.size()) {
      throw new HmpException("wrong number of words; use: " + usage());
    }
    return action.execute(line);
  }

  static String lines(String... lines) {
    return String.join("", Arrays.stream(lines).map(line -> line + "\n").toList());
  }
}
