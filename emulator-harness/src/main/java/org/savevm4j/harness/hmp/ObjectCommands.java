// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.TlsObject;

/** The commands that make and forget objects. */
final class ObjectCommands {

  private ObjectCommands() {}

  static List<HmpCommand> list(Emulator emulator) {
    return List.of(
        HmpCommand.order(
            "object_add",
            "TYPE,NAME=VALUE,...",
            "make an object: tls-creds-x509,id=ID,dir=DIR,endpoint=server|client",
            line -> emulator.tlsObjects().add(TlsObject.parse(line.last()))),
        HmpCommand.order(
            "object_del",
            "ID",
            "forget an object",
            line -> emulator.tlsObjects().remove(line.last())));
  }
}
