#ifndef KV_COMMAND_H
#define KV_COMMAND_H

#include "kv/store.h"

typedef int (*kv_handler)(kv_store *store, int argc, char **argv);

struct kv_command {
    const char *name;
    kv_handler run;
    int arguments;
};

int kv_dispatch(kv_store *store, const char *line);

int cmd_set(kv_store *store, int argc, char **argv);
int cmd_get(kv_store *store, int argc, char **argv);
int cmd_list(kv_store *store, int argc, char **argv);

#endif
