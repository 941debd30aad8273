// SPDX-License-Identifier: Apache-2.0
/**
 * The frame of a QEVM migration stream: header, configuration, sections, footers, commands, end.
 *
 * <pre>
 *   "QEVM" be32 3 | CONFIGURATION | section* and COMMAND* | EOF | VMDESC?
 *
 *   section:  START or FULL, be32 id, String8 name, be32 instance, be32 version, payload, footer
 *             PART or END,   be32 id, payload, footer
 *   footer:   0x7e, be32 id
 * </pre>
 *
 * <p>Where the configuration names the capability {@code x-section-checksum}, these get a be32 more
 * at their end: the configuration, before which then comes a byte 0x7e, each section's footer, each
 * COMMAND, and the VMDESC, which must be there. That sum is the CRC32C of all bytes of the stream
 * up to there but the checksums themselves, so that what is lost, doubled or put elsewhere shows as
 * well as what is changed. The bytes are summed where they pass the staging buffers of the stream.
 *
 * <pre>
 *   "QEVM" be32 3 | CONFIGURATION 0x7e sum | (section sum)* and (COMMAND sum)* | EOF | VMDESC sum
 * </pre>
 *
 * <p>{@link org.savevm4j.qevm.QevmWriter} writes it, {@link org.savevm4j.qevm.QevmReader} reads it
 * and is the one place that checks it. A section has no length: whoever gets the payload must stop
 * exactly at the footer. All integers are big-endian.
 */
package org.savevm4j.qevm;
