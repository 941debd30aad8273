// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.DeviceSubject;

/** A sound device keeps the whole contract. */
class DialContractTest extends DeviceSectionContract {

  @Override
  protected DeviceSubject newMachine() {
    return new Dial(DeviceDefect.NONE);
  }
}
