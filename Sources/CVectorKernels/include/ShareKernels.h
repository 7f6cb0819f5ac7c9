// Loops that compute what each row adds to the packed words of its group: a share is a number shifted to its field's place.
#ifndef REPORTQL_SHARE_KERNELS_H
#define REPORTQL_SHARE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define REPORTQL_DECLARE_SHARES(name, offset)                                                                                        \
    /* shares[i] = start + ((values[i] + base) << position) */                                                                      \
    void reportql_write_shares_##name(                                                                                              \
        const offset *values, size_t count, uint64_t base, uint64_t position, uint64_t start, uint64_t *shares);                    \
    /* shares[i] += (values[i] + base) << position */                                                                               \
    void reportql_add_shares_##name(const offset *values, size_t count, uint64_t base, uint64_t position, uint64_t *shares);        \
    /* the same where a row without mark adds nothing */                                                                            \
    void reportql_write_marked_shares_##name(                                                                                       \
        const offset *values, const uint8_t *marks, size_t count, uint64_t base, uint64_t position, uint64_t start,                 \
        uint64_t *shares);                                                                                                          \
    void reportql_add_marked_shares_##name(                                                                                         \
        const offset *values, const uint8_t *marks, size_t count, uint64_t base, uint64_t position, uint64_t *shares);              \
    /* factors[i] = values[i] + base */                                                                                             \
    void reportql_write_factors_##name(const offset *values, size_t count, uint64_t base, uint32_t *factors);

REPORTQL_DECLARE_SHARES(u8, uint8_t)
REPORTQL_DECLARE_SHARES(u16, uint16_t)
REPORTQL_DECLARE_SHARES(u32, uint32_t)
REPORTQL_DECLARE_SHARES(u64, uint64_t)

/// shares[i] = start + (left[i] * right[i] << position)
void reportql_write_products(
    const uint32_t *left, const uint32_t *right, size_t count, uint64_t position, uint64_t start, uint64_t *shares);

/// shares[i] += left[i] * right[i] << position
void reportql_add_products(const uint32_t *left, const uint32_t *right, size_t count, uint64_t position, uint64_t *shares);

#endif
