// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.DeviceSubject;

/** Section cpu keeps the contract of device sections. */
class CpuContractTest extends DeviceSectionContract {

  @Override
  protected DeviceSubject newMachine() {
    return new MachineSubject("cpu");
  }
}
