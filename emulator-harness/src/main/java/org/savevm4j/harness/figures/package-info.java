// SPDX-License-Identifier: Apache-2.0
/**
 * What several rounds of a measurement come to, as every benchmark tells it.
 *
 * <p>A {@link org.savevm4j.harness.figures.Spread} is one figure: median, least and most; {@link
 * org.savevm4j.harness.figures.SpreadRows} are figures by name, as JSON and for people.
 */
package org.savevm4j.harness.figures;
