#include <stdio.h>
#include <string.h>

#include "kv/command.h"

#define MAX_ARGUMENTS 8
#define COMMAND(word, count) {#word, cmd_##word, count}

static const struct kv_command commands[] = {
    {"set", cmd_set, 2},
    {"get", cmd_get, 1},
    COMMAND(list, 0),
};

static int split(char *line, char **argv) {
    int argc = 0;
    for (char *word = strtok(line, " "); word && argc < MAX_ARGUMENTS; word = strtok(NULL, " "))
        argv[argc++] = word;
    return argc;
}

int kv_dispatch(kv_store *store, const char *line) {
    char buffer[128];
    char *argv[MAX_ARGUMENTS];
    snprintf(buffer, sizeof buffer, "%s", line);
    int argc = split(buffer, argv);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct kv_command *command = &commands[i];
        if (argc > command->arguments && strcmp(command->name, argv[0]) == 0)
            return command->run(store, argc, argv);
    }
    fprintf(stderr, "unknown: %s\n", line);
    return 2;
}
