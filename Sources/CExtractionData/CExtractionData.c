#include "CExtractionData.h"

static const unsigned char surnames[] = {
#embed "data/surnames.tsv"
};
static const unsigned char given_names[] = {
#embed "data/given_names.tsv"
};
static const unsigned char name_parts[] = {
#embed "data/name_parts.tsv"
};
static const unsigned char titles[] = {
#embed "data/titles.tsv"
};
static const unsigned char name_cues[] = {
#embed "data/name_cues.tsv"
};
static const unsigned char organisations[] = {
#embed "data/organisations.tsv"
};
static const unsigned char page_lines[] = {
#embed "data/page_lines.tsv"
};
static const unsigned char area_contexts[] = {
#embed "data/area_contexts.tsv"
};
static const unsigned char traditional[] = {
#embed "data/traditional.tsv"
};
static const unsigned char areas[] = {
#embed "data/areas.tsv"
};
static const unsigned char area_names[] = {
#embed "data/area_names.tsv"
};
static const unsigned char area_names_index[] = {
#embed "data/area_names.index"
};
static const unsigned char words[] = {
#embed "data/words.tsv"
};
static const unsigned char words_index[] = {
#embed "data/words.index"
};

static const extraction_data_file files[] = {
    {"surnames", surnames, sizeof surnames},
    {"given_names", given_names, sizeof given_names},
    {"name_parts", name_parts, sizeof name_parts},
    {"titles", titles, sizeof titles},
    {"name_cues", name_cues, sizeof name_cues},
    {"organisations", organisations, sizeof organisations},
    {"page_lines", page_lines, sizeof page_lines},
    {"area_contexts", area_contexts, sizeof area_contexts},
    {"traditional", traditional, sizeof traditional},
    {"areas", areas, sizeof areas},
    {"area_names", area_names, sizeof area_names},
    {"area_names_index", area_names_index, sizeof area_names_index},
    {"words", words, sizeof words},
    {"words_index", words_index, sizeof words_index},
};

extraction_data_list extraction_page_files(void) {
    return (extraction_data_list){files, sizeof files / sizeof files[0]};
}
