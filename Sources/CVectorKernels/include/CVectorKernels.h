// Loops over columns of unsigned offsets that gain from registers wider than the baseline's.
//
// Every kernel is plain C that the compiler vectorises; on x86-64 it is compiled three times (baseline, AVX2, AVX-512) and the loader
// picks the best one for the machine. `marks` are bytes, 1 for a row that counts and 0 for one that does not. All arithmetic wraps.
#ifndef REPORTQL_VECTOR_KERNELS_H
#define REPORTQL_VECTOR_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ShareKernels.h"

/// Asks for the memory at an address that is soon to be changed; any address will do.
static inline void reportql_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

/// A word that other threads may write at the same time: some value that one of them wrote.
static inline uint64_t reportql_read_shared(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
static inline void reportql_write_shared(uint64_t *word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELAXED); }

/// Moves mapped pages to another address, where they take the place of what is mapped there. Where it fails nothing may be mapped there any more.
bool reportql_move_pages(void *from, size_t byte_count, void *to);

#define REPORTQL_DECLARE_FOR_WIDTH(name, offset)                                                                                    \
    /* marks[i] = (values[i] in low ... low + span) xor flip; a span reaching past the largest offset wraps to the smallest */      \
    void reportql_mark_range_##name(const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks);     \
    /* the same, leaving marks only where there was one before */                                                                   \
    void reportql_keep_range_##name(const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks);     \
    /* the same, leaving the marks that there were before */                                                                        \
    void reportql_add_range_##name(const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks);      \
    /* least and greatest start as the caller left them; a row without mark changes neither */                                     \
    void reportql_bounds_##name(const offset *values, size_t count, offset *least, offset *greatest);                               \
    void reportql_bounds_marked_##name(                                                                                             \
        const offset *values, const uint8_t *marks, size_t count, offset *least, offset *greatest);                                 \
    /* the sum of the low and of the high 32 bits, each exact for up to 2^32 rows */                                                \
    void reportql_sum_##name(const offset *values, size_t count, uint64_t *low, uint64_t *high);                                    \
    void reportql_sum_marked_##name(                                                                                                \
        const offset *values, const uint8_t *marks, size_t count, uint64_t *low, uint64_t *high);                                   \
    /* output[i] = (values[i] + base) * factor + bias */                                                                            \
    void reportql_widen_##name(                                                                                                     \
        const offset *values, size_t count, uint64_t base, uint64_t factor, uint64_t bias, uint64_t *output);

// output[i] = (values[i] + base) / divisor, or what is left over; the sum is taken in 32 bits and the divisor is not 0
#define REPORTQL_DECLARE_DIVISION(name, offset)                                                                                     \
    void reportql_quotient_##name(const offset *values, size_t count, uint32_t base, uint32_t divisor, uint32_t *output);           \
    void reportql_remainder_##name(const offset *values, size_t count, uint32_t base, uint32_t divisor, uint32_t *output);

REPORTQL_DECLARE_DIVISION(u8, uint8_t)
REPORTQL_DECLARE_DIVISION(u16, uint16_t)
REPORTQL_DECLARE_DIVISION(u32, uint32_t)

REPORTQL_DECLARE_FOR_WIDTH(u8, uint8_t)
REPORTQL_DECLARE_FOR_WIDTH(u16, uint16_t)
REPORTQL_DECLARE_FOR_WIDTH(u32, uint32_t)
REPORTQL_DECLARE_FOR_WIDTH(u64, uint64_t)

// output[i] = (left[i] + left_base) op (right[i] + right_base) + bias
#define REPORTQL_DECLARE_FOR_PAIR(left_name, left_offset, right_name, right_offset)                                                 \
    void reportql_add_##left_name##_##right_name(                                                                                   \
        const left_offset *left, const right_offset *right, size_t count, uint64_t left_base, uint64_t right_base, uint64_t bias,   \
        uint64_t *output);                                                                                                          \
    void reportql_subtract_##left_name##_##right_name(                                                                              \
        const left_offset *left, const right_offset *right, size_t count, uint64_t left_base, uint64_t right_base, uint64_t bias,   \
        uint64_t *output);                                                                                                          \
    void reportql_multiply_##left_name##_##right_name(                                                                              \
        const left_offset *left, const right_offset *right, size_t count, uint64_t left_base, uint64_t right_base, uint64_t bias,   \
        uint64_t *output);

REPORTQL_DECLARE_FOR_PAIR(u8, uint8_t, u8, uint8_t)
REPORTQL_DECLARE_FOR_PAIR(u8, uint8_t, u16, uint16_t)
REPORTQL_DECLARE_FOR_PAIR(u8, uint8_t, u32, uint32_t)
REPORTQL_DECLARE_FOR_PAIR(u16, uint16_t, u8, uint8_t)
REPORTQL_DECLARE_FOR_PAIR(u16, uint16_t, u16, uint16_t)
REPORTQL_DECLARE_FOR_PAIR(u16, uint16_t, u32, uint32_t)
REPORTQL_DECLARE_FOR_PAIR(u32, uint32_t, u8, uint8_t)
REPORTQL_DECLARE_FOR_PAIR(u32, uint32_t, u16, uint16_t)
REPORTQL_DECLARE_FOR_PAIR(u32, uint32_t, u32, uint32_t)

/// How many of `count` marks are 1.
size_t reportql_count_marks(const uint8_t *marks, size_t count);

/// output[i] = left[i] & right[i]; output may be either of them.
void reportql_intersect_marks(const uint8_t *left, const uint8_t *right, size_t count, uint8_t *output);

/// Writes the numbers of the rows whose mark is 1, in order, and returns how many there are. `rows` has room for that many and 16 more.
size_t reportql_collect_marks(const uint8_t *marks, size_t count, uint32_t *rows);

/// Where the needle first stands in the text, or `count` where it does not. The needle has at least one byte.
size_t reportql_find_bytes(const uint8_t *text, size_t count, const uint8_t *needle, size_t needle_count);

#endif
