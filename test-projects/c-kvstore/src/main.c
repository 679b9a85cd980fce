#include <stdio.h>
#include <string.h>

#include "kv/command.h"
#include "log.h"

int main(int argc, char **argv) {
    static const char *const script[] = {"set a 1", "set b 41", "get a", "get zzz", "list"};
    if (argc > 1 && strcmp(argv[1], "-v") == 0)
        log_set_level(LOG_INFO);
    kv_store *store = kv_open(16);
    for (size_t i = 0; i < sizeof script / sizeof *script; i++)
        kv_dispatch(store, script[i]);
    printf("%s: %zu store\n", kv_store_name, kv_live_stores);
    kv_close(store);
    return 0;
}
