// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

import org.savevm4j.testkit.LiveSectionContract;
import org.savevm4j.testkit.LiveSubject;

/** A sound section keeps the whole contract. */
class ShelfContractTest extends LiveSectionContract {

  @Override
  protected LiveSubject newMachine() {
    return new Shelf(Defect.NONE);
  }

  @Override
  protected long largestItemBytes() {
    return ShelfSaver.ITEM + Short.BYTES;
  }
}
