/* The keys of all identifiers of a text, natively: `facts/keys.py` says what they are; tests hold the two equal.
 *
 * Keys of tokens longer than LONGEST bytes are made by a library that Python has: their places are told.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define LONGEST 32
#define SEED 0x51ED270B35AE8D2BULL
#define PER_LENGTH 0x9E3779B97F4A7C15ULL
#define ROUND 0xD6E8FEB86659FD93ULL
#define FINAL 0xC2B2AE3D27D4EB4FULL
#define FIRST_BITS 12
#define KEPT_BITS 20            /* a larger table is given back after its text */

typedef struct {
    uint32_t *keys;             /* distinct, in no order */
    int32_t *spans;             /* start and end of each long token, repeated ones too */
    int32_t key_count, span_count;
    int64_t occurrences;        /* of all tokens */
    uint64_t *table;            /* key under the number of the text that it was seen in */
    uint32_t text;
    int32_t bits, key_room, span_room;
} Tokens;

static const uint8_t *classes(void) {
    static uint8_t table[256];
    if (!table['z']) {
        for (int byte = 0; byte < 256; byte++) {
            int letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
            int digit = byte >= '0' && byte <= '9';
            if (byte != 'z') table[byte] = (uint8_t)(letter || digit || byte == '_' || byte == '$' || byte >= 0x80);
        }
        table['z'] = 1;         /* at last: it says that the table is there */
    }
    return table;
}

static uint64_t word_at(const uint8_t *at, int length) {
    uint64_t word = 0;
    if (length >= 8) memcpy(&word, at, 8);
    else memcpy(&word, at, (size_t)length);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static uint32_t key_of(const uint8_t *token, int length) {
    uint64_t state = SEED + (uint64_t)length * PER_LENGTH;
    for (int at = 0; at < length; at += 8) {
        state = (state ^ word_at(token + at, length - at)) * ROUND;
        state ^= state >> 32;
    }
    return (uint32_t)((state * FINAL) >> 32);
}

static int grown(void **array, int32_t *room, int32_t count, size_t size) {
    if (count < *room) return 1;
    int32_t wanted = *room ? 2 * *room : 1024;
    void *fresh = realloc(*array, (size_t)wanted * size);
    if (!fresh) return 0;
    *array = fresh;
    *room = wanted;
    return 1;
}

static int emptied(Tokens *found, int bits) {
    uint64_t *fresh = calloc((size_t)1 << bits, sizeof *fresh);
    if (!fresh) return 0;
    free(found->table);
    found->table = fresh;
    found->bits = bits;
    found->text = 1;
    return 1;
}

/* Whether the key is new. The table is never fuller than a half. */
static int added(Tokens *found, uint32_t key) {
    uint64_t entry = (uint64_t)found->text << 32 | key, mask = ((uint64_t)1 << found->bits) - 1;
    uint64_t slot = key >> (32 - found->bits);
    while (found->table[slot] >> 32 == found->text) {
        if (found->table[slot] == entry) return 0;
        slot = (slot + 1) & mask;
    }
    found->table[slot] = entry;
    return 1;
}

static int widened(Tokens *found) {
    if (!emptied(found, found->bits + 1)) return 0;
    for (int32_t i = 0; i < found->key_count; i++) added(found, found->keys[i]);
    return 1;
}

EXPORT void *outline_tokens_new(void) { return calloc(1, sizeof(Tokens)); }

/* Fills `found` from a text; 0 without memory. Its arrays live until the next text. */
EXPORT int outline_tokens(Tokens *found, const uint8_t *data, uint32_t length) {
    const uint8_t *class = classes();
    found->key_count = found->span_count = 0;
    found->occurrences = 0;
    if (!found->table || found->bits > KEPT_BITS || found->text == UINT32_MAX) {
        if (!emptied(found, FIRST_BITS)) return 0;
    } else {
        found->text++;
    }
    uint32_t at = 0;
    for (;;) {
        while (at < length && !class[data[at]]) at++;
        if (at >= length) return 1;
        uint32_t start = at;
        while (at < length && class[data[at]]) at++;
        if (data[start] >= '0' && data[start] <= '9') continue;
        found->occurrences++;
        if (at - start > LONGEST) {
            if (!grown((void **)&found->spans, &found->span_room, found->span_count + 1, sizeof(int32_t))) return 0;
            found->spans[found->span_count++] = (int32_t)start;
            found->spans[found->span_count++] = (int32_t)at;
            continue;
        }
        uint32_t key = key_of(data + start, (int)(at - start));
        if (!added(found, key)) continue;
        if (!grown((void **)&found->keys, &found->key_room, found->key_count, sizeof(uint32_t))) return 0;
        found->keys[found->key_count++] = key;
        if (found->key_count > 1 << (found->bits - 1) && !widened(found)) return 0;
    }
}
