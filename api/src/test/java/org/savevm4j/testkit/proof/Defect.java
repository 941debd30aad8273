// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit.proof;

/** What is wrong with a {@link Shelf}, and the one test of the contract that must see it. */
enum Defect {
  NONE(null),
  MERGES_WITH_WHAT_WAS_THERE("whatIsSavedIsLoadedInPlaceOfWhatWasThere"),
  DOES_NOT_SAVE_WHAT_IT_LOADED("whatWasLoadedIsSavedAgain"),
  TAKES_A_CUT_FOR_THE_END("everyCutIsRefusedAndChangesNothing"),
  STORES_WHAT_CAME_BEFORE_A_FAULT("refusedLoadChangesNothing"),
  STORES_AT_END("loadThatIsNotCommittedChangesNothing"),
  LEAVES_ITS_END_MARKER("loadReadsItsPayloadExactly"),
  LOADS_ANY_VERSION("versionsThatDoNotLoadAreRefusedWithAllNumbers"),
  HAS_NO_BUDGET("iterateKeepsItsBudgetAndComesToAnEnd"),
  NEVER_ENDS_A_SMALL_TURN("iterateKeepsItsBudgetAndComesToAnEnd"),
  TELLS_HALF("pendingTellsWhatCompleteThenSends"),
  TELLS_TWICE_AS_MUCH("pendingTellsWhatCompleteThenSends"),
  FORGETS_CHANGES_MADE_MEANWHILE("noChangeIsLostThatIsMadeWhileItIsSent"),
  BEGINS_WITH_WHAT_IS_LEFT("saveCanBeAbandonedAtAnyPhaseAndBegunAnew"),
  STAYS_BUSY_WITH_A_LOAD("loadCanBeAbandonedAtAnyPhaseAndBegunAnew"),
  TELLS_A_FIGURE_TWICE("metricsNameEachFigureOnce");

  private final String seenBy;

  Defect(String seenBy) {
    this.seenBy = seenBy;
  }

  String seenBy() {
    return seenBy;
  }
}
