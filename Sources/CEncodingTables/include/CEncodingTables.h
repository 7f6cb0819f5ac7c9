#pragma once

// Tables of character encodings. The files under data/ come from scripts/make_encoding_tables.py, which also states their layout.
// A function hands out each table because Swift imports a C array as a tuple.

#include <stdint.h>

/// Scalars of the two-byte codes of GB18030; 0 where there is none.
const uint16_t *_Nonnull encoding_table_gb18030_two_byte(void);
/// Pairs (linear index, scalar): where runs of the four-byte codes of GB18030 begin.
const uint32_t *_Nonnull encoding_table_gb18030_ranges(void);
/// Number of pairs in the table of ranges.
intptr_t encoding_table_gb18030_range_count(void);
/// Scalars of the two-byte codes of Big5 with the Hong Kong supplement; 0 where there is none.
const uint32_t *_Nonnull encoding_table_big5_two_byte(void);
/// Two bits for each scalar of the basic plane: how likely it is in a text.
const uint8_t *_Nonnull encoding_table_plausibility(void);
