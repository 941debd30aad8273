// SPDX-License-Identifier: Apache-2.0
/**
 * Sections that an operator adds by putting jars into a folder.
 *
 * <p>{@link org.savevm4j.harness.plugins.PluginFolder} lists what lies in the folder; each jar, or
 * folder of jars, becomes a {@link org.savevm4j.harness.plugins.PluginLayer}: modules of its own
 * beside those of all others, so that two plugins can bring two versions of one library. What does
 * not load is a {@link org.savevm4j.harness.plugins.PluginException}, one line with the jar and the
 * reason.
 */
package org.savevm4j.harness.plugins;
