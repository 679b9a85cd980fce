#include "kv/store.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "log.h"

const char *kv_store_name = "memory";
size_t kv_live_stores;

struct kv_store {
    size_t count;
    size_t buckets;
    struct kv_entry **table;
};

static struct kv_entry **bucket(const kv_store *store, const char *key) {
    return &store->table[hash_text(key) % store->buckets];
}

kv_store *kv_open(size_t buckets) {
    kv_store *store = malloc(sizeof *store);
    store->count = 0;
    store->buckets = buckets;
    store->table = calloc(buckets, sizeof *store->table);
    kv_live_stores++;
    LOG("open %zu", buckets);
    return store;
}

void kv_close(kv_store *store) {
    for (size_t i = 0; i < store->buckets; i++) {
        struct kv_entry *entry = store->table[i];
        while (entry) {
            struct kv_entry *next = entry->next;
            free(entry);
            entry = next;
        }
    }
    free(store->table);
    free(store);
    kv_live_stores--;
}

const struct kv_entry *kv_get(const kv_store *store, const char *key) {
    for (struct kv_entry *entry = *bucket(store, key); entry; entry = entry->next)
        if (strcmp(entry->key, key) == 0)
            return entry;
    return NULL;
}

enum kv_status kv_put(kv_store *store, const char *key, long value) {
    struct kv_entry *entry = (struct kv_entry *)kv_get(store, key);
    if (!entry) {
        struct kv_entry **head = bucket(store, key);
        entry = calloc(1, sizeof *entry);
        memcpy(entry->key, key, KV_MIN(strlen(key), (size_t)KV_MAX_KEY - 1));
        entry->next = *head;
        *head = entry;
        store->count++;
    }
    entry->value.integer = value;
    return KV_OK;
}

void kv_each(const kv_store *store, void (*visit)(const struct kv_entry *entry, void *context), void *context) {
    for (size_t i = 0; i < store->buckets; i++)
        for (struct kv_entry *entry = store->table[i]; entry; entry = entry->next)
            visit(entry, context);
}
