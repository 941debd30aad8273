// SPDX-License-Identifier: Apache-2.0
/**
 * What was found in a stream, as operators read it.
 *
 * <p>{@link org.savevm4j.harness.inspect.AnalysisText} prints an analysis, with {@link
 * org.savevm4j.harness.inspect.HexLines} for the bytes around its fault.
 *
 * <p>One thread; nothing here changes what it looks at.
 */
package org.savevm4j.harness.inspect;
