// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.guest.GuestEvent;
import org.savevm4j.harness.guest.GuestStatus;

/** What befalls a guest while it migrates. */
public enum StormEvent {
  NONE,
  /** A table of twice the size. */
  GROW,
  /** A table of half the size. */
  SHRINK,
  /** Of the machine: the guest boots anew. */
  RESET,
  RADIX,
  /** Back from radix. */
  HASH;

  /** The least and the largest that a guest of the storm's RAM can have. */
  private static final int LEAST_SHIFT = 18;

  private static final int LARGEST_SHIFT = 21;

  private static final StormEvent[] OF_HASH_GUESTS = {NONE, GROW, SHRINK, RESET, RADIX};

  /** Mostly back, so that a storm is not radix most of the time; growth is refused. */
  private static final StormEvent[] OF_RADIX_GUESTS = {NONE, GROW, RESET, HASH, HASH, HASH};

  /** One that a guest in this state can do, or that it must refuse, by chance. */
  static StormEvent draw(RandomGenerator random, GuestStatus guest) {
    StormEvent[] choice = guest.isRadix() ? OF_RADIX_GUESTS : OF_HASH_GUESTS;
    StormEvent drawn = choice[random.nextInt(choice.length)];
    if (drawn == GROW && guest.tableShift() == LARGEST_SHIFT) {
      return SHRINK;
    }
    return drawn == SHRINK && guest.tableShift() == LEAST_SHIFT ? GROW : drawn;
  }

  /**
   * Sends it to the guest, which was in this state when the event was drawn.
   *
   * @throws EmulatorException if the guest is not there any more
   */
  void send(Emulator to, GuestStatus drawnFor) throws EmulatorException {
    int shift = Math.max(drawnFor.tableShift(), LEAST_SHIFT);
    switch (this) {
      case NONE -> {
        // a migration that nothing befalls
      }
      case GROW -> to.guestEvent(GuestEvent.resizeTo(shift + 1));
      case SHRINK -> to.guestEvent(GuestEvent.resizeTo(shift - 1));
      case RESET -> to.systemReset();
      case RADIX -> to.guestEvent(GuestEvent.RADIX);
      case HASH -> to.guestEvent(GuestEvent.HASH);
    }
  }

  /** Whether the guest itself has to do it, and answers. */
  boolean isAnswered() {
    return this != NONE && this != RESET;
  }

  /** As results name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
