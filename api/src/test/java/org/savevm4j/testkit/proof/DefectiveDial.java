// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import org.savevm4j.testkit.DeviceSubject;

/** The contract run over a device that breaks a line of it; not run by its name. */
final class DefectiveDial extends DialContractTest {

  /** Which line. Set before each run; JUnit makes the objects of this class itself. */
  static volatile DeviceDefect defect = DeviceDefect.NONE;

  @Override
  protected DeviceSubject newMachine() {
    return new Dial(defect);
  }
}
