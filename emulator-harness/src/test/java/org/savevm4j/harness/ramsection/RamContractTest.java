// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.RamHost;
import org.savevm4j.section.LiveSection;
import org.savevm4j.testkit.LiveSectionContract;
import org.savevm4j.testkit.LiveSubject;

/** Section ram keeps the contract of live sections. */
class RamContractTest extends LiveSectionContract {

  private static final long SMALL = 4 * GuestRam.PAGE;
  private static final long LARGE = 512 * GuestRam.PAGE;

  @Override
  protected LiveSubject newMachine() {
    return new RamSubject(SMALL);
  }

  @Override
  protected LiveSubject newLargeMachine() {
    return new RamSubject(LARGE);
  }

  /** Each changes a page, and every byte of a save is looked at. */
  @Override
  protected int changes() {
    return 2;
  }

  /** One word of marks, and the block's name and the end. */
  @Override
  protected long largestItemBytes() {
    return 64 * (GuestRam.PAGE + RamRecord.HEADER_BYTES) + 100;
  }

  /** RAM of which pages change at random, by eight bytes. */
  private static final class RamSubject implements LiveSubject {

    private final RamHost host;
    private final RamSection section;

    RamSubject(long bytes) {
      this.host = new RamHost(bytes);
      this.section = new RamSection(host);
    }

    @Override
    public LiveSection section() {
      return section;
    }

    @Override
    public void change(RandomGenerator random) {
      long words = host.bytes() / Long.BYTES;
      host.current().putBe64(random.nextLong(words) * Long.BYTES, random.nextLong());
    }

    @Override
    public Object state() {
      return host.current().memory().toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
      host.free();
    }
  }
}
