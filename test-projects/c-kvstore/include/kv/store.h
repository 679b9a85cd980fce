#ifndef KV_STORE_H
#define KV_STORE_H

#include "kv/types.h"

extern const char *kv_store_name;
extern size_t kv_live_stores;

kv_store *kv_open(size_t buckets);
void kv_close(kv_store *store);
enum kv_status kv_put(kv_store *store, const char *key, long value);
const struct kv_entry *kv_get(const kv_store *store, const char *key);
void kv_each(const kv_store *store, void (*visit)(const struct kv_entry *entry, void *context), void *context);

static inline int kv_has(const kv_store *store, const char *key) {
    return kv_get(store, key) != NULL;
}

#endif
