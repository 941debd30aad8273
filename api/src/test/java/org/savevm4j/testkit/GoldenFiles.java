// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a folder that nobody may change, against the list of their digests. */
public final class GoldenFiles {

  /** Lines of a SHA-256 in hexadecimal, two blanks, and a path in the folder. */
  public static final String LIST = "golden.sha256";

  /** Hostile streams, which a test of their own compares with the code that makes them. */
  private static final String HOSTILE = "fuzz";

  private static final String SEPARATOR = "  ";

  private GoldenFiles() {}

  /** What is otherwise than listed, a line each; texts and settings are no golden files. */
  public static List<String> differences(Path folder) throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve(LIST))) {
      String[] parts = line.split(SEPARATOR, 2);
      listed.put(parts[1], parts[0]);
    }
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(GoldenFiles::isGolden).toList()) {
        Path name = folder.relativize(file);
        if (!name.startsWith(HOSTILE)) {
          there.put(name.toString(), sha256(file));
        }
      }
    }
    TreeSet<String> names = new TreeSet<>(listed.keySet());
    names.addAll(there.keySet());
    return names.stream()
        .filter(name -> !there.getOrDefault(name, "").equals(listed.getOrDefault(name, "")))
        .map(
            name ->
                name
                    + (!there.containsKey(name)
                        ? " is listed and not there"
                        : listed.containsKey(name) ? " has changed" : " is not listed"))
        .toList();
  }

  private static boolean isGolden(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.equals(LIST)
        && !name.equals("SHA256SUMS")
        && !name.endsWith(".md")
        && !name.endsWith(".txt")
        && !name.endsWith(".properties");
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
