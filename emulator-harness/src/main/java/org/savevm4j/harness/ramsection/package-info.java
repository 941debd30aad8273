// SPDX-License-Identifier: Apache-2.0
/**
 * Section "ram", version 4, as QEMU writes it for a machine of 4 KiB target pages.
 *
 * <p>{@link org.savevm4j.harness.ramsection.RamSaver} sends pages that were stored to since they
 * were last sent: it takes a word of the dirty bitmap and then reads its pages, so that a page that
 * changes meanwhile is marked again. {@link org.savevm4j.harness.ramsection.RamRecords} walks what
 * was sent and hands the pages to {@link org.savevm4j.harness.ramsection.RamPages}; {@link
 * org.savevm4j.harness.ramsection.RamLoader} stores them into a {@link
 * org.savevm4j.harness.ramsection.RamTarget} that the guest does not see before commit. {@link
 * org.savevm4j.harness.ramsection.RamRecord} is the layout that all go by, and {@link
 * org.savevm4j.harness.ramsection.Xbzrle} that of a page told by its changes.
 */
package org.savevm4j.harness.ramsection;
