// SPDX-License-Identifier: Apache-2.0
/**
 * What was said of the HTAB file descriptor when it was designed, measured.
 *
 * <p>{@link org.savevm4j.harness.claims.Claims} measures each {@link
 * org.savevm4j.harness.claims.Claim} in turn and makes a {@link
 * org.savevm4j.harness.claims.Finding} of it: a verdict, rows, plots. A {@link
 * org.savevm4j.harness.claims.ClaimRow} is a figure with its table, workload and unit, and says how
 * it was come by. {@link org.savevm4j.harness.claims.ClaimsResult} tells them in text and JSON,
 * {@link org.savevm4j.harness.claims.ReportFiles} in a page with plots.
 *
 * <p><b>What is measured on.</b> {@code RealTable} reads the streams of real guests, pass by pass.
 * {@code SteppedGuest} is the harness's guest on a clock that is stepped by hand, so that counts
 * repeat; {@code Laps} emits passes over its table as a migration does. Both are counted by a
 * {@code RecordTally}, which also knows what the same changes would take in other formats. {@code
 * MadeTable} makes tables that no guest here has. Both kinds of guests come as {@code
 * MeasuredTable}.
 *
 * <p>All is done on the caller's thread, but for the vCPUs, migrations and holders of locks of the
 * few measurements that are about time; those end before the measurement does.
 */
package org.savevm4j.harness.claims;
