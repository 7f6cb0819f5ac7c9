// Completion: the caller decides where the word begins and what can stand there; readline shows and inserts.
#define _GNU_SOURCE
#include <stdio.h>

#include "Internal.h"

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

struct le_candidates {
    char **texts;
    size_t count, capacity;
};

static le_candidates found;
static size_t word_start;

void le_candidates_add(le_candidates *candidates, const char *text) {
    if (candidates->count == candidates->capacity) {
        size_t capacity = candidates->capacity ? candidates->capacity * 2 : 16;
        char **texts = realloc(candidates->texts, capacity * sizeof *texts);
        if (!texts) return;
        candidates->texts = texts;
        candidates->capacity = capacity;
    }
    char *copy = strdup(text);
    if (copy) candidates->texts[candidates->count++] = copy;
}

static void forget_candidates(void) {
    for (size_t i = 0; i < found.count; i++) free(found.texts[i]);
    found.count = 0;
}

/// Readline asks for the characters that break words. The answer depends on the text, so the word is found here: with `rl_point`
/// moved to its beginning readline looks no further. For an empty word it would, unless the character before it is a break.
static char *break_characters(void) {
    static char before[2];
    forget_candidates();
    before[0] = '\0';
    size_t cursor = (size_t)rl_point;
    word_start = le_hooks.complete(le_hooks.context, rl_line_buffer, cursor, &found);
    if (word_start > cursor) word_start = cursor;
    if (word_start < cursor) {
        rl_point = (int)word_start;
    } else if (cursor > 0) {
        before[0] = rl_line_buffer[cursor - 1];
    }
    return before;
}

static size_t common_prefix(void) {
    size_t length = strlen(found.texts[0]);
    for (size_t i = 1; i < found.count; i++) {
        size_t same = 0;
        while (same < length && found.texts[i][same] == found.texts[0][same]) same++;
        length = same;
    }
    // Never half a character.
    while (length > 0 && ((unsigned char)found.texts[0][length] & 0xc0) == 0x80) length--;
    return length;
}

static char **attempt(const char *text, int start, int end) {
    (void)end;
    // Silence instead of file names where nothing fits.
    rl_attempted_completion_over = 1;
    if (found.count == 0 || (size_t)start != word_start) return NULL;
    char **matches = calloc(found.count + 2, sizeof *matches);
    if (!matches) return NULL;
    if (found.count == 1) {
        const char *only = found.texts[0];
        size_t length = strlen(only);
        rl_completion_append_character = ' ';
        rl_completion_suppress_append = length > 0 && strchr("(./'\" ", only[length - 1]) != NULL;
        matches[0] = strdup(only);
        return matches;
    }
    size_t length = common_prefix();
    // The first entry replaces the word: the common beginning, or what was typed where candidates agree on less than that.
    matches[0] = length >= strlen(text) ? strndup(found.texts[0], length) : strdup(text);
    for (size_t i = 0; i < found.count; i++) matches[i + 1] = strdup(found.texts[i]);
    return matches;
}

void le_completion_install(void) {
    rl_attempted_completion_function = attempt;
    rl_completion_word_break_hook = break_characters;
    rl_completer_quote_characters = NULL;
    rl_basic_quote_characters = "";
    rl_sort_completion_matches = 0;
}
