// SPDX-License-Identifier: Apache-2.0
/**
 * Section "spapr/htab", versions 1 to 4: the hashed page table of a pSeries guest.
 *
 * <p>Each payload begins with a {@link org.savevm4j.spapr.htab.HeaderWord}. {@link
 * org.savevm4j.spapr.htab.HtabSaver} puts it and lets an emitter put the records; {@link
 * org.savevm4j.spapr.htab.HtabLoader} gets it and lets an applier store the records into a table
 * that the guest does not see before commit. What bytes mean is the business of {@code
 * org.savevm4j.htab}; what "changed" means, of {@code org.savevm4j.hpt}.
 *
 * <pre>
 *   START  shift or -1
 *   PART   0, records, end marker      (or, when the table was replaced, the new shift or -1)
 *   END    0, records, end marker      (or -1)
 * </pre>
 *
 * <p>Version 2 has packed blocks where version 1 has records ({@link
 * org.savevm4j.spapr.htab.RecordForm}); the capability {@code x-htab-packed} asks for it. Versions
 * 3 and 4 are these two with a digest of the table behind the records of END ({@link
 * org.savevm4j.spapr.htab.DigestTrailer}); the capability {@code x-section-checksum} asks for that.
 */
package org.savevm4j.spapr.htab;
