// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.DeviceSubject;

/** Section globalstate keeps the contract of device sections. */
class GlobalStateContractTest extends DeviceSectionContract {

  @Override
  protected DeviceSubject newMachine() {
    return new MachineSubject("globalstate");
  }
}
