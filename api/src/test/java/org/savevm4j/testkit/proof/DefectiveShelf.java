// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import org.savevm4j.testkit.LiveSubject;

/** The contract run over a section that breaks a line of it; not run by its name. */
final class DefectiveShelf extends ShelfContractTest {

  /** Which line. Set before each run; JUnit makes the objects of this class itself. */
  static volatile Defect defect = Defect.NONE;

  @Override
  protected LiveSubject newMachine() {
    return new Shelf(defect);
  }
}
