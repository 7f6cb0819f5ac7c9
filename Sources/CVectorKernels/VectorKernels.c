#include "CVectorKernels.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Sanitizers instrument the loader's choice itself, which runs before they are ready; they get the baseline alone.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#define FOR_EVERY_MACHINE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_MACHINE
#endif

// A mark as a mask of all ones or all zeros: a multiplication or a branch would cost more.
#define MASK(offset, mark) ((offset)(0 - (offset)(mark)))

#define DEFINE_FOR_WIDTH(name, offset)                                                                                              \
    FOR_EVERY_MACHINE void reportql_mark_range_##name(                                                                              \
        const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks) {                                \
        for (size_t i = 0; i < count; i++) marks[i] = (uint8_t)((offset)(values[i] - low) <= span) ^ flip;                          \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_keep_range_##name(                                                                              \
        const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks) {                                \
        for (size_t i = 0; i < count; i++) marks[i] &= (uint8_t)((offset)(values[i] - low) <= span) ^ flip;                         \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_add_range_##name(                                                                               \
        const offset *values, size_t count, offset low, offset span, uint8_t flip, uint8_t *marks) {                                \
        for (size_t i = 0; i < count; i++) marks[i] |= (uint8_t)((offset)(values[i] - low) <= span) ^ flip;                         \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_bounds_##name(const offset *values, size_t count, offset *least, offset *greatest) {            \
        offset low = *least, high = *greatest;                                                                                      \
        for (size_t i = 0; i < count; i++) {                                                                                        \
            low = values[i] < low ? values[i] : low;                                                                                \
            high = values[i] > high ? values[i] : high;                                                                             \
        }                                                                                                                           \
        *least = low, *greatest = high;                                                                                             \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_bounds_marked_##name(                                                                           \
        const offset *values, const uint8_t *marks, size_t count, offset *least, offset *greatest) {                                \
        offset low = *least, high = *greatest;                                                                                      \
        for (size_t i = 0; i < count; i++) {                                                                                        \
            offset mask = MASK(offset, marks[i]);                                                                                   \
            offset for_low = values[i] | (offset)~mask, for_high = values[i] & mask;                                                \
            low = for_low < low ? for_low : low;                                                                                    \
            high = for_high > high ? for_high : high;                                                                               \
        }                                                                                                                           \
        *least = low, *greatest = high;                                                                                             \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_widen_##name(                                                                                   \
        const offset *values, size_t count, uint64_t base, uint64_t factor, uint64_t bias, uint64_t *output) {                      \
        if (factor == 1) {                                                                                                          \
            base += bias;                                                                                                           \
            for (size_t i = 0; i < count; i++) output[i] = values[i] + base;                                                        \
        } else {                                                                                                                    \
            for (size_t i = 0; i < count; i++) output[i] = (values[i] + base) * factor + bias;                                      \
        }                                                                                                                           \
    }

// Half a unit more than the number lies at least 0.5 / divisor away from where the quotient changes, which is more than the error of the
// product with the inverse: its 53 bits are wider than number and divisor.
#define DEFINE_DIVISION(name, offset)                                                                                               \
    FOR_EVERY_MACHINE void reportql_quotient_##name(                                                                                \
        const offset *values, size_t count, uint32_t base, uint32_t divisor, uint32_t *output) {                                    \
        const double inverse = 1.0 / divisor;                                                                                       \
        for (size_t i = 0; i < count; i++) output[i] = (uint32_t)(((double)(uint32_t)(values[i] + base) + 0.5) * inverse);          \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_remainder_##name(                                                                               \
        const offset *values, size_t count, uint32_t base, uint32_t divisor, uint32_t *output) {                                    \
        const double inverse = 1.0 / divisor;                                                                                       \
        for (size_t i = 0; i < count; i++) {                                                                                        \
            uint32_t number = (uint32_t)(values[i] + base);                                                                         \
            output[i] = number - (uint32_t)(((double)number + 0.5) * inverse) * divisor;                                            \
        }                                                                                                                           \
    }

DEFINE_DIVISION(u8, uint8_t)
DEFINE_DIVISION(u16, uint16_t)
DEFINE_DIVISION(u32, uint32_t)

DEFINE_FOR_WIDTH(u8, uint8_t)
DEFINE_FOR_WIDTH(u16, uint16_t)
DEFINE_FOR_WIDTH(u32, uint32_t)
DEFINE_FOR_WIDTH(u64, uint64_t)

#define DEFINE_NARROW_SUM(name, offset)                                                                                             \
    FOR_EVERY_MACHINE void reportql_sum_##name(const offset *values, size_t count, uint64_t *low, uint64_t *high) {                 \
        uint64_t sum = 0;                                                                                                           \
        for (size_t i = 0; i < count; i++) sum += values[i];                                                                        \
        *low = sum, *high = 0;                                                                                                      \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_sum_marked_##name(                                                                              \
        const offset *values, const uint8_t *marks, size_t count, uint64_t *low, uint64_t *high) {                                  \
        uint64_t sum = 0;                                                                                                           \
        for (size_t i = 0; i < count; i++) sum += values[i] & MASK(offset, marks[i]);                                               \
        *low = sum, *high = 0;                                                                                                      \
    }

DEFINE_NARROW_SUM(u8, uint8_t)
DEFINE_NARROW_SUM(u16, uint16_t)
DEFINE_NARROW_SUM(u32, uint32_t)

FOR_EVERY_MACHINE void reportql_sum_u64(const uint64_t *values, size_t count, uint64_t *low, uint64_t *high) {
    uint64_t low_sum = 0, high_sum = 0;
    for (size_t i = 0; i < count; i++) {
        low_sum += (uint32_t)values[i];
        high_sum += values[i] >> 32;
    }
    *low = low_sum, *high = high_sum;
}

FOR_EVERY_MACHINE void reportql_sum_marked_u64(
    const uint64_t *values, const uint8_t *marks, size_t count, uint64_t *low, uint64_t *high) {
    uint64_t low_sum = 0, high_sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = values[i] & MASK(uint64_t, marks[i]);
        low_sum += (uint32_t)value;
        high_sum += value >> 32;
    }
    *low = low_sum, *high = high_sum;
}

#define DEFINE_PAIR(operation, symbol, left_name, left_offset, right_name, right_offset)                                            \
    FOR_EVERY_MACHINE void reportql_##operation##_##left_name##_##right_name(                                                       \
        const left_offset *left, const right_offset *right, size_t count, uint64_t left_base, uint64_t right_base, uint64_t bias,   \
        uint64_t *output) {                                                                                                         \
        for (size_t i = 0; i < count; i++)                                                                                          \
            output[i] = ((left[i] + left_base)symbol(right[i] + right_base)) + bias;                                                \
    }

#define DEFINE_FOR_PAIR(left_name, left_offset, right_name, right_offset)                                                           \
    DEFINE_PAIR(add, +, left_name, left_offset, right_name, right_offset)                                                           \
    DEFINE_PAIR(subtract, -, left_name, left_offset, right_name, right_offset)                                                      \
    DEFINE_PAIR(multiply, *, left_name, left_offset, right_name, right_offset)

DEFINE_FOR_PAIR(u8, uint8_t, u8, uint8_t)
DEFINE_FOR_PAIR(u8, uint8_t, u16, uint16_t)
DEFINE_FOR_PAIR(u8, uint8_t, u32, uint32_t)
DEFINE_FOR_PAIR(u16, uint16_t, u8, uint8_t)
DEFINE_FOR_PAIR(u16, uint16_t, u16, uint16_t)
DEFINE_FOR_PAIR(u16, uint16_t, u32, uint32_t)
DEFINE_FOR_PAIR(u32, uint32_t, u8, uint8_t)
DEFINE_FOR_PAIR(u32, uint32_t, u16, uint16_t)
DEFINE_FOR_PAIR(u32, uint32_t, u32, uint32_t)

// Sums of up to 64 marks fit a byte, so that a whole register of them is added at once.
FOR_EVERY_MACHINE size_t reportql_count_marks(const uint8_t *marks, size_t count) {
    size_t total = 0, i = 0;
    for (; i + 4096 <= count; i += 4096) {
        uint8_t sums[64] = {0};
        for (size_t row = 0; row < 4096; row += 64)
            for (size_t lane = 0; lane < 64; lane++) sums[lane] += marks[i + row + lane];
        for (size_t lane = 0; lane < 64; lane++) total += sums[lane];
    }
    for (; i < count; i++) total += marks[i];
    return total;
}

FOR_EVERY_MACHINE void reportql_intersect_marks(const uint8_t *left, const uint8_t *right, size_t count, uint8_t *output) {
    for (size_t i = 0; i < count; i++) output[i] = left[i] & right[i];
}

// Stores every row and advances by the mark, so that no branch depends on the data.
static size_t collect_from(const uint8_t *marks, size_t start, size_t count, uint32_t *rows, size_t kept) {
    for (size_t i = start; i < count; i++) {
        rows[kept] = (uint32_t)i;
        kept += marks[i];
    }
    return kept;
}

#if defined(__x86_64__)
// Sixteen marks become the mask of one compressing move. Stored whole: a compressing store is slow on some machines.
__attribute__((target("avx512f,avx512bw,avx512vl"))) static size_t collect_wide(const uint8_t *marks, size_t count, uint32_t *rows) {
    __m512i numbers = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    size_t kept = 0, i = 0;
    for (; i + 16 <= count; i += 16) {
        __mmask16 mask = _mm_test_epi8_mask(_mm_loadu_si128((const void *)(marks + i)), _mm_set1_epi8(1));
        _mm512_storeu_si512(rows + kept, _mm512_maskz_compress_epi32(mask, numbers));
        kept += (size_t)__builtin_popcount(mask);
        numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
    }
    return collect_from(marks, i, count, rows, kept);
}
#endif

size_t reportql_collect_marks(const uint8_t *marks, size_t count, uint32_t *rows) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) return collect_wide(marks, count, rows);
#endif
    return collect_from(marks, 0, count, rows, 0);
}

// A block of positions is passed over where no position has both the first and the last byte of the needle: of characters of several
// bytes the first is common, the last is not.
FOR_EVERY_MACHINE size_t reportql_find_bytes(const uint8_t *text, size_t count, const uint8_t *needle, size_t needle_count) {
    if (needle_count > count) return count;
    const uint8_t first = needle[0], last = needle[needle_count - 1];
    const uint8_t *ends = text + needle_count - 1;
    const size_t positions = count - needle_count + 1;
    size_t position = 0;
    while (position < positions) {
        size_t end = position + 64;
        if (end <= positions) {
            uint8_t candidates = 0;
            for (size_t i = 0; i < 64; i++) candidates |= (text[position + i] == first) & (ends[position + i] == last);
            if (!candidates) {
                position = end;
                continue;
            }
        } else {
            end = positions;
        }
        for (; position < end; position++) {
            if (text[position] == first && ends[position] == last && memcmp(text + position, needle, needle_count) == 0) return position;
        }
    }
    return count;
}
