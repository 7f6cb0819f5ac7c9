// A C door to GNU readline (GPL-3.0-or-later). Only the executable takes this target in.
//
// Why C: every variable of readline is shared mutable state, which Swift 6 refuses; its signal handling wants handlers that are
// async-signal-safe; and `longjmp`, the classical way out of `readline()`, must not cross Swift frames. Nothing here jumps.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Receives the candidates of one completion request. The strings are copied.
typedef struct le_candidates le_candidates;
void le_candidates_add(le_candidates *candidates, const char *text);

/// Colours of a line while it is edited: the style of every byte, 0 for plain text.
/// A style is an SGR number (31 ... 37, 90 ... 97 for colours, 1 for bold, 2 for dim).
typedef struct le_callbacks {
    void *context;
    /// Whether Enter accepts the text (true) or begins a new line in it (false).
    bool (*is_complete)(void *context, const char *text);
    /// Adds candidates for the word that ends at `cursor` and returns the byte offset where that word begins.
    size_t (*complete)(void *context, const char *text, size_t cursor, le_candidates *candidates);
    /// Fills `styles[0 ..< length]` (zeroed before); NULL where lines stay plain.
    void (*highlight)(void *context, const char *text, size_t length, uint8_t *styles);
    /// Called about ten times a second while the user does not type; may be NULL.
    void (*idle)(void *context);
} le_callbacks;

typedef enum le_status { LE_LINE, LE_END_OF_INPUT, LE_INTERRUPTED } le_status;

/// Prepares the terminal and readline. `application` is the name for `$if` in the user's inputrc.
void le_init(const char *application, le_callbacks callbacks);

/// Edits one statement. The returned text is the caller's to `free`; NULL unless the status is LE_LINE.
char *le_readline(const char *prompt, le_status *status);

/// Text that stands in the buffer when the next `le_readline` begins.
void le_insert(const char *text);

/// Switches the colours of the edited line on or off.
void le_set_highlighting(bool enabled);

/// Reads the history file, creating it with mode 0600 where there is none, and keeps at most `limit` lines of it.
bool le_history_load(const char *path, int limit);
/// Adds one statement, in memory and at the end of the file that was loaded (other sessions may append to it too).
void le_history_append(const char *text);
int le_history_count(void);
/// The entry at `index` (0 is the oldest) or NULL; valid until the history changes.
const char *le_history_entry(int index);

/// Columns and rows of the terminal behind `descriptor`; false where it is no terminal.
bool le_screen_size(int descriptor, int *columns, int *rows);

/// From now on SIGINT ends nothing by itself: at the prompt it clears the statement, elsewhere it is counted
/// and `le_interrupt_wait` returns. The fourth in a row outside the prompt ends the process with status 130.
void le_interrupt_install(void);
/// Blocks until a SIGINT arrives outside the prompt; false where none ever will. For one thread that passes the news on.
bool le_interrupt_wait(void);
/// How many SIGINT came outside the prompt since the last reset.
int le_interrupt_count(void);
void le_interrupt_reset(void);

#ifdef __cplusplus
}
#endif
