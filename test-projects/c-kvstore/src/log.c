#include "log.h"

#include <stdarg.h>
#include <stdio.h>

static enum log_level current = LOG_ERROR;

void log_set_level(enum log_level level) {
    current = level;
}

void log_line(const char *file, int line, const char *format, ...) {
    va_list arguments;
    if (current != LOG_INFO)
        return;
    fprintf(stderr, "%s:%d: ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}
