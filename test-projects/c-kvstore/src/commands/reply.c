#include "reply.h"

#include <stdio.h>

#include "../log.h"

static const char *const texts[] = {
    [KV_OK] = "ok",
    [KV_MISSING] = "missing",
    [KV_FULL] = "full",
};

int reply_status(enum kv_status status) {
    if (status != KV_OK)
        LOG("status %d", (int)status);
    puts(texts[status]);
    return status == KV_OK ? 0 : 1;
}

void reply_number(const union kv_number *value) {
    printf("%ld\n", value->integer);
}
