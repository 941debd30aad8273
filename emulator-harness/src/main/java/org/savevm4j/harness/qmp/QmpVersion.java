// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.lang.module.ModuleDescriptor;
import org.savevm4j.harness.qmp.QmpType.Plain;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients are told to speak to: the release of QEMU whose machine and protocol these are, and
 * as its package ourselves.
 */
final class QmpVersion {

  static final QmpObject TYPE =
      QmpObject.of(
          QmpMember.required(
              "qemu",
              QmpObject.of(
                  QmpMember.required("major", Plain.INTEGER),
                  QmpMember.required("minor", Plain.INTEGER),
                  QmpMember.required("micro", Plain.INTEGER))),
          QmpMember.required("package", Plain.STRING));

  private static final int MAJOR = 10;

  private QmpVersion() {}

  static ObjectNode toJson() {
    ObjectNode version = JsonStream.MAPPER.createObjectNode();
    version.putObject("qemu").put("major", MAJOR).put("minor", 0).put("micro", 0);
    return version.put("package", "savevm4j " + ownVersion());
  }

  private static String ownVersion() {
    ModuleDescriptor module = QmpVersion.class.getModule().getDescriptor();
    return module == null ? "unknown" : module.rawVersion().orElse("unknown");
  }
}
