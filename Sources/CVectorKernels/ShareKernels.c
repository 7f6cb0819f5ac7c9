#include "ShareKernels.h"

// Sanitizers instrument the loader's choice itself, which runs before they are ready; they get the baseline alone.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#define FOR_EVERY_MACHINE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_MACHINE
#endif

#define MARKED(value, mark) ((value) & (0 - (uint64_t)(mark)))

#define DEFINE_SHARES(name, offset)                                                                                                 \
    FOR_EVERY_MACHINE void reportql_write_shares_##name(                                                                            \
        const offset *restrict values, size_t count, uint64_t base, uint64_t position, uint64_t start, uint64_t *restrict shares) { \
        position &= 63;                                                                                                             \
        start += base << position;                                                                                                  \
        for (size_t i = 0; i < count; i++) shares[i] = start + ((uint64_t)values[i] << position);                                   \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_add_shares_##name(                                                                              \
        const offset *restrict values, size_t count, uint64_t base, uint64_t position, uint64_t *restrict shares) {                 \
        position &= 63;                                                                                                             \
        base <<= position;                                                                                                          \
        for (size_t i = 0; i < count; i++) shares[i] += base + ((uint64_t)values[i] << position);                                   \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_write_marked_shares_##name(                                                                     \
        const offset *restrict values, const uint8_t *restrict marks, size_t count, uint64_t base, uint64_t position,               \
        uint64_t start, uint64_t *restrict shares) {                                                                                \
        position &= 63;                                                                                                             \
        for (size_t i = 0; i < count; i++) shares[i] = start + (MARKED(values[i] + base, marks[i]) << position);                    \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_add_marked_shares_##name(                                                                       \
        const offset *restrict values, const uint8_t *restrict marks, size_t count, uint64_t base, uint64_t position,               \
        uint64_t *restrict shares) {                                                                                                \
        position &= 63;                                                                                                             \
        for (size_t i = 0; i < count; i++) shares[i] += MARKED(values[i] + base, marks[i]) << position;                             \
    }                                                                                                                               \
    FOR_EVERY_MACHINE void reportql_write_factors_##name(                                                                           \
        const offset *restrict values, size_t count, uint64_t base, uint32_t *restrict factors) {                                   \
        uint32_t shift = (uint32_t)base;                                                                                            \
        for (size_t i = 0; i < count; i++) factors[i] = (uint32_t)values[i] + shift;                                                \
    }

DEFINE_SHARES(u8, uint8_t)
DEFINE_SHARES(u16, uint16_t)
DEFINE_SHARES(u32, uint32_t)
DEFINE_SHARES(u64, uint64_t)

FOR_EVERY_MACHINE void reportql_write_products(
    const uint32_t *restrict left, const uint32_t *restrict right, size_t count, uint64_t position, uint64_t start,
    uint64_t *restrict shares) {
    position &= 63;
    for (size_t i = 0; i < count; i++) shares[i] = start + ((uint64_t)left[i] * right[i] << position);
}

FOR_EVERY_MACHINE void reportql_add_products(
    const uint32_t *restrict left, const uint32_t *restrict right, size_t count, uint64_t position, uint64_t *restrict shares) {
    position &= 63;
    for (size_t i = 0; i < count; i++) shares[i] += (uint64_t)left[i] * right[i] << position;
}
