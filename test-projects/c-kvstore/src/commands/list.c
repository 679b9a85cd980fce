#include <stdio.h>

#include "kv/command.h"
#include "reply.h"

struct totals {
    size_t count;
    long sum;
};

static long mix(long sum, const union kv_number *value) {
    return sum + value->integer;
}

static void visit(const struct kv_entry *entry, void *context) {
    struct totals *totals = context;
    totals->count++;
    totals->sum = mix(totals->sum, &entry->value);
    printf("%s=", entry->key);
    reply_number(&entry->value);
}

int cmd_list(kv_store *store, int argc, char **argv) {
    struct totals totals = {0, 0};
    (void)argc;
    (void)argv;
    kv_each(store, visit, &totals);
    printf("%zu keys, sum %ld\n", totals.count, totals.sum);
    return 0;
}
