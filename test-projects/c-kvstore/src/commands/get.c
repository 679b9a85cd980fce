#include <stdio.h>

#include "kv/command.h"
#include "reply.h"

int cmd_get(kv_store *store, int argc, char **argv) {
    const struct kv_entry *entry = kv_get(store, argv[1]);
    (void)argc;
    if (!kv_has(store, argv[1]))
        return reply_status(KV_MISSING);
    reply_number(&entry->value);
    return 0;
}
