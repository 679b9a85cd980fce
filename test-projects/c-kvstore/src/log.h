#pragma once

#ifdef KV_QUIET
#define LOG(...) ((void)0)
#else
#define LOG(...) log_line(__FILE__, __LINE__, __VA_ARGS__)
#endif

enum log_level { LOG_INFO, LOG_ERROR };

void log_line(const char *file, int line, const char *format, ...);
void log_set_level(enum log_level level);
