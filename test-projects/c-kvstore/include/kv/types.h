#ifndef KV_TYPES_H
#define KV_TYPES_H

#include <stddef.h>

#define KV_MAX_KEY 32
#define KV_MIN(a, b) ((a) < (b) ? (a) : (b))

typedef unsigned long kv_hash;

enum kv_status {
    KV_OK,
    KV_MISSING,
    KV_FULL
};

union kv_number {
    long integer;
    double real;
};

struct kv_entry {
    char key[KV_MAX_KEY];
    union kv_number value;
    struct kv_entry *next;
};

/* Defined in store.c only: opaque to everyone else. */
typedef struct kv_store kv_store;

#endif
