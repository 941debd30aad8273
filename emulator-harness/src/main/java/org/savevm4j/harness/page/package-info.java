// SPDX-License-Identifier: Apache-2.0
/**
 * What pages of figures are made of: each is one file of XHTML without a script and without
 * anything from elsewhere, readable on a telephone, light or dark as the reader's browser asks for.
 *
 * <p>{@link org.savevm4j.harness.page.Html} writes elements and the common style, and {@link
 * org.savevm4j.harness.page.HtmlTable} tables; {@link org.savevm4j.harness.page.PlotSvg} draws a
 * {@link org.savevm4j.harness.page.Plot} in the colours of that style; {@link
 * org.savevm4j.harness.page.PageFolder} puts files where readers find them whole. One thread a
 * page.
 */
package org.savevm4j.harness.page;
