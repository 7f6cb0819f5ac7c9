// The prompt: keys, Enter, the cursor keys and Ctrl-C.
#define _GNU_SOURCE
#include <stdio.h>

#include "Internal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/// A key no keyboard sends by itself in the terminals of today (Ctrl-^); bound to `cancel` in every keymap.
enum { CANCEL_KEY = 0x1e, ABORT_KEY = 7 };

le_callbacks le_hooks;
static bool cancelled, input_ended;
static char *prefill;

// Readline edits bytes where the locale is not UTF-8 (LC_ALL=C, usual in containers), and calls setlocale itself; so the
// environment has to say UTF-8 too.
static void use_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
    const char *names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!setlocale(LC_CTYPE, names[i])) continue;
        const char *all = getenv("LC_ALL");
        setenv(all && *all ? "LC_ALL" : "LC_CTYPE", names[i], 1);
        return;
    }
}

static int take_wake(void) {
    char byte;
    if (read(le_prompt_pipe(), &byte, 1) != 1) return 0;
    switch (byte) {
    case LE_WAKE_INTERRUPT:
        // A completion list that asks "--More--" understands only its abort key.
        if (RL_ISSTATE(RL_STATE_COMPLETING)) return ABORT_KEY;
        return CANCEL_KEY;
    case LE_WAKE_RESIZE: le_redisplay_resized(); return 0;
    case LE_WAKE_SUSPEND:
        rl_deprep_terminal();
        le_suspend_now();
        rl_prep_terminal(1);
        rl_forced_update_display();
        return 0;
    default:
        rl_deprep_terminal();
        signal(le_pending_end_signal(), SIG_DFL);
        raise(le_pending_end_signal());
        return 0;
    }
}

static int get_key(FILE *stream) {
    int input = fileno(stream);
    for (;;) {
        struct pollfd sources[2] = {{.fd = input, .events = POLLIN}, {.fd = le_prompt_pipe(), .events = POLLIN}};
        int ready = poll(sources, 2, le_hooks.idle ? 100 : -1);
        if (ready < 0 && errno != EINTR) break;
        if (ready == 0) le_hooks.idle(le_hooks.context);
        if (ready <= 0) continue;
        if (sources[1].revents & POLLIN) {
            int key = take_wake();
            if (key) return key;
        }
        if (sources[0].revents) {
            unsigned char byte;
            ssize_t count = read(input, &byte, 1);
            if (count == 1) return byte;
            if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            break;
        }
    }
    input_ended = true;
    return EOF;
}

static int cancel(int count, int key) {
    (void)count, (void)key;
    cancelled = true;
    // The half statement stays readable on the screen; the cursor goes below it.
    rl_point = rl_end;
    rl_redisplay_function();
    fputs("^C", rl_outstream);
    rl_replace_line("", 1);
    rl_done = 1;
    rl_crlf();
    rl_on_new_line();
    return 0;
}

static int enter(int count, int key) {
    // After the end of the input nothing more can complete the statement.
    if (input_ended || le_hooks.is_complete(le_hooks.context, rl_line_buffer)) return rl_newline(count, key);
    rl_insert_text("\n");
    return 0;
}

static int new_line(int count, int key) {
    (void)count, (void)key;
    rl_insert_text("\n");
    return 0;
}

// MARK: Up and Down inside a statement of several lines

static int line_start(int position) {
    while (position > 0 && rl_line_buffer[position - 1] != '\n') position--;
    return position;
}

static int line_end(int position) {
    while (position < rl_end && rl_line_buffer[position] != '\n') position++;
    return position;
}

static bool is_continuation(int position) { return ((unsigned char)rl_line_buffer[position] & 0xc0) == 0x80; }

/// Characters between the beginning of the line and `position`.
static int character_column(int position) {
    int column = 0;
    for (int i = line_start(position); i < position; i++) column += !is_continuation(i);
    return column;
}

static void move_to_column(int start, int column) {
    int position = start;
    for (; column > 0 && position < rl_end && rl_line_buffer[position] != '\n'; column--) {
        position++;
        while (position < rl_end && is_continuation(position)) position++;
    }
    rl_point = position;
}

/// The column that a run of Up and Down keeps although lines on the way are shorter.
static int wanted_column;

static int up(int count, int key);
static int down(int count, int key);

static void note_column(void) {
    if (rl_last_func != up && rl_last_func != down) wanted_column = character_column(rl_point);
}

static int up(int count, int key) {
    int start = line_start(rl_point);
    if (start == 0) return rl_get_previous_history(count, key);
    note_column();
    move_to_column(line_start(start - 1), wanted_column);
    return 0;
}

static int down(int count, int key) {
    int end = line_end(rl_point);
    if (end == rl_end) return rl_get_next_history(count, key);
    note_column();
    move_to_column(end + 1, wanted_column);
    return 0;
}

// To the ends of the line; from there to the ends of the statement.

static int to_start(int count, int key) {
    int start = line_start(rl_point);
    if (rl_point == start) return rl_beg_of_line(count, key);
    rl_point = start;
    return 0;
}

static int to_end(int count, int key) {
    int end = line_end(rl_point);
    if (rl_point == end) return rl_end_of_line(count, key);
    rl_point = end;
    return 0;
}

// MARK: Set-up

/// Binds a key sequence unless the user's inputrc gave it a meaning of its own.
static void bind_unless_chosen(const char *keys, rl_command_func_t *function, rl_command_func_t *standard, Keymap map) {
    int type = 0;
    rl_command_func_t *now = rl_function_of_keyseq(keys, map, &type);
    if (now == NULL || (type == ISFUNC && now == standard)) rl_bind_keyseq_in_map(keys, function, map);
}

static void bind_keys(void) {
    Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
        rl_bind_key_in_map(CANCEL_KEY, cancel, maps[i]);
        rl_bind_key_in_map('\r', enter, maps[i]);
        rl_bind_key_in_map('\n', enter, maps[i]);
        const char *ups[] = {"\033[A", "\033OA"}, *downs[] = {"\033[B", "\033OB"};
        for (int k = 0; k < 2; k++) {
            bind_unless_chosen(ups[k], up, rl_get_previous_history, maps[i]);
            bind_unless_chosen(downs[k], down, rl_get_next_history, maps[i]);
        }
        const char *starts[] = {"\001", "\033[H", "\033OH"}, *finishes[] = {"\005", "\033[F", "\033OF"};
        for (int k = 0; k < 3; k++) {
            // In vi's command mode these keys mean something else or nothing.
            if (maps[i] == vi_movement_keymap && k == 0) continue;
            bind_unless_chosen(starts[k], to_start, rl_beg_of_line, maps[i]);
            bind_unless_chosen(finishes[k], to_end, rl_end_of_line, maps[i]);
        }
    }
    // Alt-Enter: a new line even where the statement is complete.
    rl_bind_keyseq_in_map("\033\r", new_line, emacs_standard_keymap);
    rl_bind_keyseq_in_map("\033\n", new_line, emacs_standard_keymap);
    rl_bind_keyseq_in_map("\033[Z", rl_menu_complete, emacs_standard_keymap);
}

static int insert_prefill(void) {
    if (prefill) rl_insert_text(prefill);
    free(prefill);
    prefill = NULL;
    return 0;
}

void le_init(const char *application, le_callbacks callbacks) {
    le_hooks = callbacks;
    use_utf8();
    le_interrupt_install();
    rl_readline_name = application;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    // Standard output may be a file while someone types; the prompt then shows on standard error.
    rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
    // Before the user's inputrc is read, so that it can say otherwise.
    rl_variable_bind("comment-begin", "-- ");
    rl_variable_bind("enable-active-region", "off");
    rl_variable_bind("completion-ignore-case", "on");
    rl_initialize();
    // Only now: a redisplay function that is set earlier makes readline take the terminal for a dumb one.
    rl_redisplay_function = le_redisplay;
    rl_getc_function = get_key;
    rl_startup_hook = insert_prefill;
    le_completion_install();
    bind_keys();
}

char *le_readline(const char *prompt, le_status *status) {
    cancelled = input_ended = false;
    le_signals_enter_prompt();
    rl_reset_screen_size();
    char *text = readline(prompt);
    le_signals_leave_prompt();
    if (cancelled) {
        free(text);
        *status = LE_INTERRUPTED;
        return NULL;
    }
    *status = text ? LE_LINE : LE_END_OF_INPUT;
    return text;
}

void le_insert(const char *text) {
    free(prefill);
    prefill = strdup(text);
}

bool le_screen_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}
