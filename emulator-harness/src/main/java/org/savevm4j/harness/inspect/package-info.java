// SPDX-License-Identifier: Apache-2.0
/**
 * What was found in a stream, as operators read it.
 *
 * <p>{@link org.savevm4j.harness.inspect.AnalysisText} prints an analysis: devices by {@code
 * DeviceText} and {@code ValueText}, the bytes around a fault by {@link
 * org.savevm4j.harness.inspect.HexLines}. {@link org.savevm4j.harness.inspect.TableStat} counts the
 * entries of a table and {@link org.savevm4j.harness.inspect.PassFigures} the records that brought
 * them; {@link org.savevm4j.harness.inspect.EntryLine} is a line of a dump; {@link
 * org.savevm4j.harness.inspect.TableDiff} walks two tables side by side. Each has a text and a
 * JSON.
 *
 * <p>One thread; nothing here changes what it looks at, and nothing holds more than the tables.
 */
package org.savevm4j.harness.inspect;
