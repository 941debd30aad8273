// SPDX-License-Identifier: Apache-2.0
/**
 * Section "ram", version 4, as QEMU writes it for a machine of 4 KiB target pages.
 *
 * <p>{@link org.savevm4j.harness.ramsection.RamSaver} sends pages that were stored to since they
 * were last sent: it takes a word of the dirty bitmap and then reads its pages, so that a page that
 * changes meanwhile is marked again. {@link org.savevm4j.harness.ramsection.RamLoader} stores pages
 * into a {@link org.savevm4j.harness.ramsection.RamTarget} that the guest does not see before
 * commit. {@link org.savevm4j.harness.ramsection.RamRecord} is the layout that both go by.
 */
package org.savevm4j.harness.ramsection;
