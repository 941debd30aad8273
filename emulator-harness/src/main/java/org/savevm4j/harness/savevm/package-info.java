// SPDX-License-Identifier: Apache-2.0
/**
 * savevm and loadvm: a machine's sections become a stream, and a stream a machine's sections.
 *
 * <p>{@link org.savevm4j.harness.savevm.SectionRegistry} finds the providers; a machine's sections
 * are a list of {@link org.savevm4j.harness.savevm.OpenSection}s in the order of the stream. {@link
 * org.savevm4j.harness.savevm.SaveStream} frames them, {@link org.savevm4j.harness.savevm.Precopy}
 * decides which goes when and when the guest stops; {@link org.savevm4j.harness.savevm.LoadStream}
 * takes a stream apart and stages all of it. All of these call sections through {@link
 * org.savevm4j.harness.savevm.SectionCalls}, which gives up a call that does nothing for too long,
 * and say who it was. The machine itself is known here only as {@link
 * org.savevm4j.harness.savevm.RunControl}.
 *
 * <p>One migration thread runs a {@code Precopy}, one incoming thread a {@code LoadStream}. Figures
 * are published whole, for any thread.
 */
package org.savevm4j.harness.savevm;
