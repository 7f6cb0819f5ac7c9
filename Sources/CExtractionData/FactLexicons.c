#include "CExtractionData.h"

static const unsigned char numerals[] = {
#embed "data/numerals.tsv"
};

static const extraction_data_file files[] = {
    {"numerals", numerals, sizeof numerals},
};

extraction_data_list extraction_fact_files(void) {
    return (extraction_data_list){files, sizeof files / sizeof files[0]};
}
