// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.text.OneLine;

/** The table of commands for one emulator. Any thread. */
public final class HumanMonitor {

  private static final String INFO = "info";

  private final Map<String, HmpCommand> commands = new LinkedHashMap<>();

  /**
   * A monitor of an emulator.
   *
   * @param waits whether {@code migrate} without {@code -d} waits for the migration's end; one that
   *     cannot wait goes on and says so
   * @param quit told when somebody wants the emulator to end; returns at once
   */
  public HumanMonitor(Emulator emulator, boolean waits, Runnable quit) {
    this(emulator, waits, quit, Progress::none);
  }

  /**
   * The same with a display for a migration that is waited for.
   *
   * @param display a new one for each
   */
  public HumanMonitor(Emulator emulator, boolean waits, Runnable quit, Supplier<Progress> display) {
    Stream.of(
            RunCommands.list(emulator, quit),
            ObjectCommands.list(emulator),
            MigrateCommands.list(emulator, waits, display),
            SnapshotCommands.list(emulator),
            MachineCommands.list(emulator),
            MemoryCommands.list(emulator),
            List.of(
                HmpCommand.query(
                        "help|?",
                        "[info] [COMMAND]",
                        "list the commands, or tell of one",
                        line -> help(line.words()))
                    .with(this::helpChoices),
                HmpCommand.query(INFO, "", "list what there is to show", _ -> help(List.of(INFO)))))
        .flatMap(List::stream)
        .forEach(command -> command.names().forEach(name -> commands.put(name, command)));
  }

  /** The same as {@link #execute(String, long)} through the eyes of CPU 0. */
  public String execute(String line) {
    return execute(line, 0);
  }

  /**
   * Executes a line, and may wait as {@code migrate} does.
   *
   * @param cpu for commands that look through the eyes of one
   * @return the lines to print, each with its end; one, if the line is wrong or is refused; empty
   *     if there is nothing to tell
   */
  public String execute(String line, long cpu) {
    try {
      List<String> words = HmpLine.cut(line);
      if (words.isEmpty()) {
        return "";
      }
      int name = words.getFirst().equals(INFO) && words.size() > 1 ? 2 : 1;
      HmpCommand command = lookUp(String.join(" ", words.subList(0, name)));
      return command.execute(new HmpLine(words.subList(name, words.size()), cpu));
    } catch (HmpException | EmulatorException wrong) {
      String message = String.valueOf(wrong.getMessage()).strip();
      return OneLine.of(message.replaceAll("\\s*\\R\\s*", " ")) + "\n";
    }
  }

  /**
   * What the next word of a line can be, where there are not too many; empty if any will do, or
   * none.
   *
   * @param words those before it
   */
  List<Choice> choices(List<String> words) {
    if (words.isEmpty()) {
      return names().filter(name -> !name.word().contains(" ")).toList();
    }
    boolean info = words.getFirst().equals(INFO);
    if (info && words.size() == 1) {
      return infos();
    }
    int name = info ? 2 : 1;
    HmpCommand command = commands.get(String.join(" ", words.subList(0, name)));
    return command == null
        ? List.of()
        : command.choices().next(words.subList(name, words.size())).stream()
            .map(word -> new Choice(word, ""))
            .toList();
  }

  /** Each command by its long name. */
  private Stream<Choice> names() {
    return commands.values().stream()
        .distinct()
        .map(command -> new Choice(command.names().getFirst(), command.help()));
  }

  private List<Choice> infos() {
    String before = INFO + " ";
    return names()
        .filter(name -> name.word().startsWith(before))
        .map(name -> new Choice(name.word().substring(before.length()), name.help()))
        .toList();
  }

  private List<String> helpChoices(List<String> given) {
    return given.size() > 1 ? List.of() : choices(given).stream().map(Choice::word).toList();
  }

  private HmpCommand lookUp(String name) throws HmpException {
    HmpCommand command = commands.get(name);
    if (command == null) {
      throw new HmpException("unknown command: '" + name + "'");
    }
    return command;
  }

  private String help(List<String> words) throws HmpException {
    if (words.isEmpty()) {
      return commands.values().stream()
          .distinct()
          .map(HmpCommand::helpLine)
          .collect(Collectors.joining());
    }
    if (!words.equals(List.of(INFO))) {
      return lookUp(String.join(" ", words)).helpLine();
    }
    return commands.values().stream()
        .filter(command -> command.name().startsWith(INFO + " "))
        .map(HmpCommand::helpLine)
        .collect(Collectors.joining());
  }

  /**
   * What a word can be.
   *
   * @param help what that is, a line; may be empty
   */
  record Choice(String word, String help) {}
}
