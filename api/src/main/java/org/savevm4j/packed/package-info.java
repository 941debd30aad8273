// SPDX-License-Identifier: Apache-2.0
/**
 * The records of a hashed page table, packed into blocks: version 2 of section "spapr/htab", and
 * the HTAB channel with flag PACKED.
 *
 * <p>An iteration is its header word, blocks, and 8 zero bytes. {@link
 * org.savevm4j.packed.PackedBlock} is the layout of a block. {@link
 * org.savevm4j.packed.PackedWriter} gathers records of the classic format and puts blocks to a
 * stream, {@link org.savevm4j.packed.PackedReader} gets them from one. {@link
 * org.savevm4j.packed.BlockPacker} and {@link org.savevm4j.packed.BlockUnpacker} do one block, from
 * memory to memory.
 *
 * <p>Three things make a block short. {@code RecordColumns} put like beside like: all gaps between
 * records, all first doublewords, all second ones. {@code EntryPrediction} takes from an entry what
 * its slot tells of it. A {@link org.savevm4j.packed.BlockCodec} compresses what is left; a plugin
 * brings it along. Each block is told in the way that is shortest for it, and stored where none is
 * shorter, so that noise costs 8 bytes a block.
 *
 * <p>Blocks do not depend on each other. Every fault of a stream is a {@link
 * org.savevm4j.stream.StreamException}; no stream makes a reader take more than a fixed amount of
 * memory, or do more for a block than go over 256 KiB of records.
 */
package org.savevm4j.packed;
