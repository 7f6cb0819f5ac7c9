// mremap is a GNU extension, and variadic, which Swift cannot call.
#define _GNU_SOURCE
#include <sys/mman.h>

#include "CVectorKernels.h"

bool reportql_move_pages(void *from, size_t byte_count, void *to)
{
    return mremap(from, byte_count, byte_count, MREMAP_MAYMOVE | MREMAP_FIXED, to) == to;
}
