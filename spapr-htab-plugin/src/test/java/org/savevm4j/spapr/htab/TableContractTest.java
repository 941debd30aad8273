// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import org.savevm4j.backend.TableBackend;
import org.savevm4j.section.LiveSection;

/** The section over the table in the process. */
class TableContractTest extends HtabContract {

  @Override
  LiveSection open(TestHost host) {
    return new HtabSection(new TableBackend(host));
  }
}
