#include "CEncodingTables.h"

// The tables are little-endian; so is every machine that Swift on Linux runs on.
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the encoding tables are stored little-endian");

_Alignas(8) static const unsigned char gb18030_two_byte[] = {
#embed "data/gb18030-two-byte.bin"
};
_Alignas(8) static const unsigned char gb18030_ranges[] = {
#embed "data/gb18030-ranges.bin"
};
_Alignas(8) static const unsigned char big5_two_byte[] = {
#embed "data/big5-two-byte.bin"
};
_Alignas(8) static const unsigned char plausibility[] = {
#embed "data/plausibility.bin"
};

_Static_assert(sizeof gb18030_two_byte == 126 * 190 * 2, "126 lead bytes by 190 trail bytes");
_Static_assert(sizeof gb18030_ranges % 8 == 0, "pairs of two numbers");
_Static_assert(sizeof big5_two_byte == 126 * 157 * 4, "126 lead bytes by 157 trail bytes");
_Static_assert(sizeof plausibility == 65536 / 4, "two bits a scalar");

const uint16_t *encoding_table_gb18030_two_byte(void) { return (const uint16_t *)(const void *)gb18030_two_byte; }
const uint32_t *encoding_table_gb18030_ranges(void) { return (const uint32_t *)(const void *)gb18030_ranges; }
intptr_t encoding_table_gb18030_range_count(void) { return (intptr_t)(sizeof gb18030_ranges / 8); }
const uint32_t *encoding_table_big5_two_byte(void) { return (const uint32_t *)(const void *)big5_two_byte; }
const uint8_t *encoding_table_plausibility(void) { return plausibility; }
