// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures of a migration.
 *
 * <p>A {@link org.savevm4j.harness.report.MigrationRecorder} listens to an emulator and has a
 * thread for each migration, which looks at the figures that the migration leaves anyway and keeps
 * them in a {@code SampleSeries}, which is bounded; and which is a reader of the table's marks
 * beside the section, so that a {@code TableHeat} knows which groups of entries changed. What comes
 * of it is a {@link org.savevm4j.harness.report.MigrationRecord}: a value, JSON, and so the same
 * for the process that migrated and for one that shows both sides of a migration.
 *
 * <p>{@link org.savevm4j.harness.report.MigrationPage} makes a page of one record or of both
 * sides'; {@code DowntimeSvg} and {@code TableMapSvg} draw what are no plots; {@link
 * org.savevm4j.harness.report.MigrationReports} puts pages into a folder.
 */
package org.savevm4j.harness.report;
