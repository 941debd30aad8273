// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Objects;
import org.savevm4j.harness.devices.MachineDevices;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.savevm.Vmdesc;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StreamException;
import tools.jackson.databind.JsonNode;

/**
 * The devices of the stub machine, as it declares them, for streams without a VMDESC. Another
 * machine's devices may have the same names, so that a declaration is believed only if the
 * section's footer stands where it says.
 */
final class DeclaredDevices {

  /** More than any device of the stub has. */
  static final int MOST_BYTES = 16 << 10;

  private static final int MOST_CPUS = 64;

  private static final JsonNode VMDESC = read();

  private DeclaredDevices() {}

  /** Asks a machine of as many vCPUs as there may be for what it would write. */
  private static JsonNode read() {
    MachineConfig config =
        new MachineConfig(
            1 << 20, HptGeometry.MIN_SHIFT, HptGeometry.MIN_SHIFT, MOST_CPUS, "pseries-10.0");
    try (PseriesMachine machine = new PseriesMachine(config)) {
      JsonNode vmdesc = VmdescTail.parse(Vmdesc.of(new MachineDevices(machine).sections()));
      return Objects.requireNonNull(vmdesc, "the stub's own VMDESC is no JSON");
    }
  }

  /** Walks sections by the declarations. */
  static VmdescWalk walk(FieldListener listener) {
    return new VmdescWalk(VMDESC, listener);
  }

  /**
   * Whether a declaration describes a section.
   *
   * @param next the bytes that come next, from the section's payload on
   */
  static boolean describes(SectionHeader header, byte[] next) throws IOException {
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(next)));
    try {
      walk((leaf, from) -> from.skip(leaf.bytes())).load(header, in);
      new QevmReader(in).endSection(new QevmReader.Item.Section(RecordType.FULL, header));
      return true;
    } catch (StreamException _) {
      return false;
    }
  }
}
