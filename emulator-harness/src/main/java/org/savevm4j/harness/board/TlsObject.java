// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.tls.TlsOptions;

/**
 * An object in an operator's order: {@code tls-creds-x509,id=ID,dir=DIR,endpoint=server}, with
 * QEMU's names and defaults.
 */
public record TlsObject(String id, TlsOptions options) {

  private static final String ID = "id";
  private static final String DIR = "dir";
  private static final String ENDPOINT = "endpoint";
  private static final String VERIFY_PEER = "verify-peer";
  private static final List<String> PROPERTIES = List.of(ID, DIR, ENDPOINT, VERIFY_PEER);

  /** Letters, digits and some signs, as QEMU has it: nothing that would need quotes. */
  private static final String WELL_FORMED = "[A-Za-z][A-Za-z0-9._-]*";

  /** Reads the form of command lines, in which two commas stand for one. */
  public static TlsObject parse(String text) throws EmulatorException {
    Map<String, String> properties = new LinkedHashMap<>();
    String type = "";
    // a comma that another follows is a part of the value
    for (String part : text.replace(",,", "\0").split(",", -1)) {
      String word = part.replace('\0', ',');
      int equals = word.indexOf('=');
      if (type.isEmpty() && equals < 0) {
        type = word;
      } else if (equals <= 0) {
        throw new EmulatorException("'" + word + "' in an object is not NAME=VALUE");
      } else if (properties.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw new EmulatorException("'" + word + "' is there twice");
      }
    }
    return of(type, properties);
  }

  /** An object of its properties. */
  public static TlsObject of(String type, Map<String, String> properties) throws EmulatorException {
    if (!type.equals(TlsOptions.TYPE)) {
      throw new EmulatorException(
          "'" + type + "' is no type of objects; there is " + TlsOptions.TYPE);
    }
    for (String name : properties.keySet()) {
      if (!PROPERTIES.contains(name)) {
        throw new EmulatorException(
            "%s has no property '%s'; it has %s".formatted(type, name, PROPERTIES));
      }
    }
    String id = properties.getOrDefault(ID, "");
    if (!id.matches(WELL_FORMED)) {
      throw new EmulatorException(
          "'" + id + "' is no id; one is a letter, then letters, digits, '-', '.' or '_'");
    }
    String endpoint = properties.getOrDefault(ENDPOINT, TlsEndpoint.CLIENT.qemuName());
    return new TlsObject(
        id,
        new TlsOptions(
            dir(properties),
            TlsEndpoint.named(endpoint)
                .orElseThrow(
                    () ->
                        new EmulatorException(
                            "endpoint '" + endpoint + "' is neither server nor client")),
            isOn(properties.getOrDefault(VERIFY_PEER, "on"))));
  }

  private static Path dir(Map<String, String> properties) throws EmulatorException {
    String dir = properties.getOrDefault(DIR, "");
    try {
      if (!dir.isEmpty()) {
        return Path.of(dir);
      }
    } catch (InvalidPathException wrong) {
      throw new EmulatorException("dir '" + dir + "' is no path: " + wrong.getReason(), wrong);
    }
    throw new EmulatorException("dir is missing: the folder of the PEM files");
  }

  private static boolean isOn(String state) throws EmulatorException {
    return switch (state) {
      case "on", "yes", "true" -> true;
      case "off", "no", "false" -> false;
      default -> throw new EmulatorException("verify-peer '" + state + "' is neither on nor off");
    };
  }
}
