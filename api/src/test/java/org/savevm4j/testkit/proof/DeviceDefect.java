// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

/** What is wrong with a {@link Dial}, and the one test of the contract that must see it. */
enum DeviceDefect {
  NONE(null),
  DOES_NOT_SET_A_FIELD("whatIsSavedIsLoadedInPlaceOfWhatWasThere"),
  COUNTS_ITS_SAVES("savingTwiceSavesTheSame"),
  TAKES_A_CUT_FOR_THE_END("everyCutIsRefusedAndChangesNothing"),
  STORES_WHILE_IT_LOADS("loadThatIsNotAppliedChangesNothing"),
  REFUSES_A_VALUE_TOO_LATE("whateverLoadsCanBeApplied"),
  DESCRIBES_FEWER_BYTES("descriptionIsOfTheBytesThatAreSaved");

  private final String seenBy;

  DeviceDefect(String seenBy) {
    this.seenBy = seenBy;
  }

  String seenBy() {
    return seenBy;
  }
}
