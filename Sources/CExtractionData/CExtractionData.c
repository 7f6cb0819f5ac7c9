#include "CExtractionData.h"

static const unsigned char surnames[] = {
#embed "data/surnames.tsv"
};

static const extraction_data_file files[] = {
    {"surnames", surnames, sizeof surnames},
};

extraction_data_list extraction_page_files(void) {
    return (extraction_data_list){files, sizeof files / sizeof files[0]};
}
