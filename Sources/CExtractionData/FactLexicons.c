#include "CExtractionData.h"

static const unsigned char measures[] = {
#embed "data/measures.tsv"
};
static const unsigned char fixed_names[] = {
#embed "data/fixed_names.tsv"
};
static const unsigned char party[] = {
#embed "data/party.tsv"
};
static const unsigned char party_endings[] = {
#embed "data/party_endings.tsv"
};
static const unsigned char verbs[] = {
#embed "data/verbs.tsv"
};
static const unsigned char gift_verbs[] = {
#embed "data/gift_verbs.tsv"
};
static const unsigned char gift_blockers[] = {
#embed "data/gift_blockers.tsv"
};
static const unsigned char items[] = {
#embed "data/items.tsv"
};
static const unsigned char organisation_endings[] = {
#embed "data/organisation_endings.tsv"
};
static const unsigned char segmentation_terms[] = {
#embed "data/segmentation_terms.tsv"
};
// A double-array trie of 32-bit words, read in place.
_Alignas(8) static const unsigned char segmentation[] = {
#embed "data/segmentation.trie"
};

static const extraction_data_file files[] = {
    {"measures", measures, sizeof measures},
    {"fixed_names", fixed_names, sizeof fixed_names},
    {"party", party, sizeof party},
    {"party_endings", party_endings, sizeof party_endings},
    {"verbs", verbs, sizeof verbs},
    {"gift_verbs", gift_verbs, sizeof gift_verbs},
    {"gift_blockers", gift_blockers, sizeof gift_blockers},
    {"items", items, sizeof items},
    {"organisation_endings", organisation_endings, sizeof organisation_endings},
    {"segmentation_terms", segmentation_terms, sizeof segmentation_terms},
    {"segmentation", segmentation, sizeof segmentation},
};

extraction_data_list extraction_fact_files(void) {
    return (extraction_data_list){files, sizeof files / sizeof files[0]};
}
