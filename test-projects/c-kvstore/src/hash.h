#ifndef HASH_H
#define HASH_H

#include "kv/types.h"

kv_hash hash_text(const char *text);

#endif
