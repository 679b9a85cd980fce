#ifndef REPLY_H
#define REPLY_H

#include "kv/types.h"

int reply_status(enum kv_status status);
void reply_number(const union kv_number *value);

#endif
