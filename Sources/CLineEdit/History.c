// History by statement: one entry each, of as many lines as it has, kept across runs.
#define _GNU_SOURCE
#include <stdio.h>

#include "Internal.h"

#include <ctype.h>
#include <fcntl.h>
#include <readline/history.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char *path;

bool le_history_load(const char *file, int limit) {
    // Time stamps between the entries are what lets an entry have several lines in the file.
    history_write_timestamps = 1;
    history_comment_char = '#';
    history_multiline_entries = 1;
    using_history();
    stifle_history(limit);
    // Statements may hold what nobody else should read; and `append_history` needs an existing file.
    int descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    close(descriptor);
    free(path);
    path = strdup(file);
    history_truncate_file(file, limit);
    return read_history(file) == 0;
}

/// A line that begins with `#` and a digit would be read back as a time stamp; a blank before it changes no statement.
static char *storable(const char *text) {
    char *copy = malloc(strlen(text) * 2 + 1);
    if (!copy) return NULL;
    char *out = copy;
    for (const char *p = text; *p; p++) {
        bool begins_line = p == text || p[-1] == '\n';
        if (begins_line && *p == '#' && isdigit((unsigned char)p[1])) *out++ = ' ';
        *out++ = *p;
    }
    *out = '\0';
    return copy;
}

void le_history_append(const char *text) {
    char *copy = storable(text);
    if (!copy) return;
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (*copy && !(last && strcmp(last->line, copy) == 0)) {
        add_history(copy);
        if (path) append_history(1, path);
    }
    free(copy);
}

int le_history_count(void) { return history_length; }

const char *le_history_entry(int index) {
    HIST_ENTRY *entry = index >= 0 && index < history_length ? history_get(history_base + index) : NULL;
    return entry ? entry->line : NULL;
}
