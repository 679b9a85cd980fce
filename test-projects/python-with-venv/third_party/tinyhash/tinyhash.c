#include "tinyhash.h"

unsigned tinyhash(const char *text) {
    unsigned hash = 0;
    while (*text)
        hash = hash * 31 + (unsigned char)*text++;
    return hash;
}
