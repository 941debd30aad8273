// SPDX-License-Identifier: Apache-2.0
/*
 * The plain way to save and load a table, as a yardstick: every entry is looked at, its valid and
 * its dirty bit tested, and its 16 bytes copied through a 32 KiB buffer. Doubleword 0 is
 * big-endian: its bits 0x01 (valid) and 0x40 (dirty) are in byte 7.
 */
#include <stdint.h>
#include <string.h>

enum { ENTRY = 16, HEADER = 8, LINE = 64, VALID = 0x01, DIRTY = 0x40, RUN = 65535, BUFFER = 32768 };

/* Counts what it is given; keeps it too, where kept is not null. */
struct sink {
    uint8_t *buffer;
    uint8_t *kept;
    uint64_t used;
    uint64_t bytes;
};

static void drain(struct sink *sink)
{
    if (sink->kept)
        memcpy(sink->kept + sink->bytes, sink->buffer, sink->used);
    sink->bytes += sink->used;
    sink->used = 0;
}

static void put(struct sink *sink, const uint8_t *from, uint64_t length)
{
    if (sink->used + length > BUFFER)
        drain(sink);
    memcpy(sink->buffer + sink->used, from, length);
    sink->used += length;
}

static void record(struct sink *sink, const uint8_t *table, uint64_t index, uint64_t valid,
                   uint64_t invalid)
{
    uint8_t header[HEADER] = {
        index >> 24, index >> 16, index >> 8, index, valid >> 8, valid, invalid >> 8, invalid,
    };
    put(sink, header, sizeof header);
    for (uint64_t slot = index; slot < index + valid; slot++)
        put(sink, table + slot * ENTRY, ENTRY);
}

/* Stores only where there is something to clear. */
static void clean(uint8_t *byte)
{
    if (*byte & DIRTY)
        *byte &= ~DIRTY;
}

/* Tells each valid slot; answers the bytes of the records. */
uint64_t first_pass(uint8_t *table, uint64_t slots, uint8_t *buffer, uint8_t *kept)
{
    struct sink sink = { buffer, kept, 0, 0 };
    uint64_t slot = 0;
    while (slot < slots) {
        while (slot < slots && !(table[slot * ENTRY + 7] & VALID)) {
            clean(table + slot * ENTRY + 7);
            slot++;
        }
        uint64_t start = slot;
        while (slot < slots && slot - start < RUN && (table[slot * ENTRY + 7] & VALID)) {
            clean(table + slot * ENTRY + 7);
            slot++;
        }
        if (slot > start)
            record(&sink, table, start, slot - start, 0);
    }
    drain(&sink);
    return sink.bytes;
}

/* Reads each cache line of the table once, and does no more. */
uint64_t read_lines(const uint8_t *table, uint64_t slots)
{
    uint64_t sum = 0;
    for (uint64_t at = 0; at < slots * ENTRY; at += LINE)
        sum += table[at];
    return sum;
}

/* Tells each dirty slot, valid or not, and cleans it; answers the bytes of the records. */
uint64_t later_pass(uint8_t *table, uint64_t slots, uint8_t *buffer, uint8_t *kept)
{
    struct sink sink = { buffer, kept, 0, 0 };
    uint64_t slot = 0;
    while (slot < slots) {
        while (slot < slots && !(table[slot * ENTRY + 7] & DIRTY))
            slot++;
        uint64_t start = slot;
        while (slot < slots && slot - start < RUN
               && (table[slot * ENTRY + 7] & (DIRTY | VALID)) == (DIRTY | VALID)) {
            table[slot * ENTRY + 7] &= ~DIRTY;
            slot++;
        }
        uint64_t hole = slot;
        while (slot < slots && slot - hole < RUN
               && (table[slot * ENTRY + 7] & (DIRTY | VALID)) == DIRTY) {
            table[slot * ENTRY + 7] &= ~DIRTY;
            slot++;
        }
        if (slot > start)
            record(&sink, table, start, hole - start, slot - hole);
    }
    drain(&sink);
    return sink.bytes;
}

struct source {
    const uint8_t *next;
    uint64_t left;
    uint8_t *buffer;
    uint64_t at;
    uint64_t held;
};

/* Gets a header or an entry through the buffer; 0 if the source has no more. */
static const uint8_t *get(struct source *source, uint64_t length)
{
    if (source->held - source->at < length) {
        uint64_t kept = source->held - source->at;
        memmove(source->buffer, source->buffer + source->at, kept);
        uint64_t more = BUFFER - kept;
        if (more > source->left)
            more = source->left;
        memcpy(source->buffer + kept, source->next, more);
        source->next += more;
        source->left -= more;
        source->at = 0;
        source->held = kept + more;
        if (source->held < length)
            return 0;
    }
    source->at += length;
    return source->buffer + source->at - length;
}

/* Answers the records loaded; stops at one that goes past the table. */
uint64_t load(uint8_t *table, uint64_t slots, const uint8_t *records, uint64_t bytes,
              uint8_t *buffer)
{
    struct source source = { records, bytes, buffer, 0, 0 };
    uint64_t loaded = 0;
    const uint8_t *h;
    while ((h = get(&source, HEADER)) != 0) {
        uint64_t index = (uint64_t)h[0] << 24 | h[1] << 16 | h[2] << 8 | h[3];
        uint64_t valid = h[4] << 8 | h[5];
        uint64_t invalid = h[6] << 8 | h[7];
        if (index + valid + invalid > slots)
            break;
        for (uint64_t slot = index; slot < index + valid; slot++) {
            const uint8_t *entry = get(&source, ENTRY);
            if (entry == 0)
                return loaded;
            memcpy(table + slot * ENTRY, entry, ENTRY);
        }
        memset(table + (index + valid) * ENTRY, 0, invalid * ENTRY);
        loaded++;
    }
    return loaded;
}
