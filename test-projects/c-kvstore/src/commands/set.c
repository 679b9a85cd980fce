#include <stdio.h>
#include <stdlib.h>

#include "kv/command.h"
#include "reply.h"

int cmd_set(kv_store *store, int argc, char **argv) {
    long value = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    return reply_status(kv_put(store, argv[1], value));
}
