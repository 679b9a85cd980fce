#ifndef TINYHASH_H
#define TINYHASH_H

unsigned tinyhash(const char *text);

#endif
