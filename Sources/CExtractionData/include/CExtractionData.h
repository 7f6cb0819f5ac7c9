#pragma once
#include <stddef.h>

// The lexicons and the gazetteer as the bytes of their files under data/, compiled in so that the executable works alone.
// A file is UTF-8, one entry a line, columns separated by tabs; lines that begin with `#` are comments.

typedef struct {
    const char *_Nonnull name;            // file name without its extension; of an .index file with _index instead
    const unsigned char *_Nonnull bytes;  // lives as long as the process
    size_t count;
} extraction_data_file;

typedef struct {
    const extraction_data_file *_Nonnull files;
    size_t count;
} extraction_data_list;

// The lexicons that turn a page into sentences with places, people and dates.
extraction_data_list extraction_page_files(void);
// The lexicons that turn sentences into facts.
extraction_data_list extraction_fact_files(void);
