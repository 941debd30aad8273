// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import org.savevm4j.section.LiveSection;

/** The section over the HTAB channel alone. */
class ChannelContractTest extends HtabContract {

  @Override
  LiveSection open(TestHost host) {
    return new HtabSection(ChannelSectionTest.channels(host));
  }
}
