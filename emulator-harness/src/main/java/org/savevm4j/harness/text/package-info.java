// SPDX-License-Identifier: Apache-2.0
/**
 * What lines for people are made of, whoever prints them.
 *
 * <p>{@link org.savevm4j.harness.text.Amount} writes sizes and durations with their units; {@link
 * org.savevm4j.harness.text.OneLine} lets no text that somebody else chose do more to a terminal
 * than be read. Any thread.
 */
package org.savevm4j.harness.text;
