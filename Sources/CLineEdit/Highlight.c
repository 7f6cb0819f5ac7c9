// Colours while typing.
//
// Readline cannot hold escape sequences in its buffer. So it draws the plain line as always, and the same cells are painted over with
// colours; its own picture of the screen stays true because no cell changes its character or width.
#define _GNU_SOURCE
#include <stdio.h>

#include "Internal.h"

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static bool enabled;

static bool can_paint(void) {
    if (!enabled || !le_hooks.highlight || rl_end == 0 || rl_done) return false;
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_COMPLETING | RL_STATE_NUMERICARG)) return false;
    const char *scrolling = rl_variable_value("horizontal-scroll-mode");
    return rl_display_prompt == rl_prompt && !(scrolling && strcmp(scrolling, "on") == 0);
}

/// Columns of the prompt; what stands between \001 and \002 shows nothing.
static int prompt_width(void) {
    int width = 0;
    bool hidden = false;
    mbstate_t state = {0};
    for (const char *p = rl_prompt ? rl_prompt : ""; *p;) {
        if (*p == RL_PROMPT_START_IGNORE || *p == RL_PROMPT_END_IGNORE) {
            hidden = *p++ == RL_PROMPT_START_IGNORE;
            continue;
        }
        wchar_t character;
        size_t bytes = mbrtowc(&character, p, strlen(p), &state);
        if (bytes == (size_t)-1 || bytes == (size_t)-2) return -1;
        if (!hidden && wcwidth(character) > 0) width += wcwidth(character);
        p += bytes;
    }
    return width;
}

typedef struct {
    int row, column;
} Cell;

/// One character of the buffer as readline draws it: `shown` (at most a tab's eight blanks) in `width` columns.
typedef struct {
    size_t bytes;
    int width;
    const char *shown;
    size_t shown_bytes;
} Glyph;

static bool next_glyph(const char *text, size_t rest, int column, Glyph *glyph, char control[2]) {
    unsigned char first = (unsigned char)*text;
    if (first == '\t') {
        int width = 8 - column % 8;
        *glyph = (Glyph){1, width, "        ", (size_t)width};
        return true;
    }
    if (first < 0x20 || first == 0x7f) {
        control[0] = '^';
        control[1] = (char)(first == 0x7f ? '?' : first + 0x40);
        *glyph = (Glyph){1, 2, control, 2};
        return true;
    }
    wchar_t character;
    mbstate_t state = {0};
    size_t bytes = mbrtowc(&character, text, rest, &state);
    if (bytes == (size_t)-1 || bytes == (size_t)-2 || bytes == 0) return false;
    int width = wcwidth(character);
    *glyph = (Glyph){bytes, width < 0 ? 0 : width, text, bytes};
    return width >= 0;
}

/// Where the character at `glyph` stands when the one before it ended at `cell`.
static Cell placed(Cell cell, int width, int columns) {
    // A wide character that does not fit at the edge goes to the next row, as the terminal does it.
    if (cell.column + width > columns) return (Cell){cell.row + 1, 0};
    return cell;
}

static Cell after(Cell cell, int width, int columns) {
    cell.column += width;
    if (cell.column >= columns) return (Cell){cell.row + 1, cell.column - columns};
    return cell;
}

/// Walks the buffer; with `out` it prints every row, else it only finds where the cursor and the end are.
static bool walk(int start_column, int columns, const uint8_t *styles, FILE *out, Cell *cursor, Cell *end) {
    Cell cell = {0, start_column};
    int painted_row = 0, style = 0;
    for (size_t i = 0; i < (size_t)rl_end;) {
        if ((int)i == rl_point) *cursor = cell;
        if (rl_line_buffer[i] == '\n') {
            cell = (Cell){cell.row + 1, 0};
            i++;
            continue;
        }
        char control[2];
        Glyph glyph;
        if (!next_glyph(rl_line_buffer + i, (size_t)rl_end - i, cell.column, &glyph, control)) return false;
        cell = placed(cell, glyph.width, columns);
        if (out) {
            // Rows are reached by moving, never by wrapping: the rows exist already.
            for (; painted_row < cell.row; painted_row++) fputs("\033[B\r", out);
            if (styles[i] != style) {
                style = styles[i];
                fprintf(out, style ? "\033[0;%dm" : "\033[0m", style);
            }
            fwrite(glyph.shown, 1, glyph.shown_bytes, out);
        }
        cell = after(cell, glyph.width, columns);
        i += glyph.bytes;
    }
    if (rl_point >= rl_end) *cursor = cell;
    *end = cell;
    return true;
}

static void paint(void) {
    int rows = 0, columns = 0, start = prompt_width();
    rl_get_screen_size(&rows, &columns);
    if (start < 0 || columns < 10 || start >= columns) return;
    Cell cursor = {0, 0}, end = {0, 0};
    // A statement taller than the screen scrolls, and its first row is no longer where it was.
    if (!walk(start, columns, NULL, NULL, &cursor, &end) || end.row >= rows) return;
    uint8_t *styles = calloc((size_t)rl_end + 1, 1);
    if (!styles) return;
    le_hooks.highlight(le_hooks.context, rl_line_buffer, (size_t)rl_end, styles);
    FILE *out = rl_outstream;
    fputs("\0337", out);
    if (cursor.row > 0) fprintf(out, "\033[%dA", cursor.row);
    fputs("\r", out);
    if (start > 0) fprintf(out, "\033[%dC", start);
    walk(start, columns, styles, out, &cursor, &end);
    fputs("\033[0m\0338", out);
    fflush(out);
    free(styles);
}

void le_redisplay(void) {
    rl_redisplay();
    if (can_paint()) paint();
}

void le_redisplay_resized(void) {
    // Under a function of our own readline would draw a second copy of the line instead of clearing the first.
    rl_redisplay_function = rl_redisplay;
    rl_resize_terminal();
    rl_redisplay_function = le_redisplay;
    le_redisplay();
}

void le_set_highlighting(bool on) { enabled = on; }
