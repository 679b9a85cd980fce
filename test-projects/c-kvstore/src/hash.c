#include "hash.h"

#define SEED 5381UL

/* A local helper; list.c has another function of the same name. */
static kv_hash mix(kv_hash hash, unsigned char byte) {
    return hash * 33 + byte;
}

kv_hash hash_text(const char *text) {
    kv_hash hash = SEED;
    for (; *text; text++)
        hash = mix(hash, (unsigned char)*text);
    return hash;
}
