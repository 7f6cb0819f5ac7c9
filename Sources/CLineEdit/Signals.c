// Signals through self-pipes.
//
// `rl_signal_event_hook` with `rl_done` does not leave `readline()` and swallows the next keys; so readline catches no signal, the
// handlers here write a byte, and the prompt's own getc, which polls the pipe beside the terminal, turns the byte into a key.
#define _GNU_SOURCE
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static int prompt_pipe[2] = {-1, -1};
static int query_pipe[2] = {-1, -1};
static volatile sig_atomic_t at_prompt = 0;
static volatile sig_atomic_t end_signal = 0;
static atomic_int interrupts = 0;

/// Interrupts without a prompt in between after which waiting for a clean stop is over.
enum { INTERRUPTS_TO_EXIT = 4 };

static void wake(int descriptor, char byte) {
    int saved = errno;
    // A full pipe already wakes its reader, so a failed write loses nothing.
    if (write(descriptor, &byte, 1) < 0) {}
    errno = saved;
}

static void on_signal(int number) {
    switch (number) {
    case SIGINT:
        if (at_prompt) {
            wake(prompt_pipe[1], LE_WAKE_INTERRUPT);
        } else {
            if (atomic_fetch_add(&interrupts, 1) + 1 >= INTERRUPTS_TO_EXIT) _exit(130);
            wake(query_pipe[1], LE_WAKE_INTERRUPT);
        }
        break;
    case SIGWINCH: wake(prompt_pipe[1], LE_WAKE_RESIZE); break;
    case SIGTSTP: wake(prompt_pipe[1], LE_WAKE_SUSPEND); break;
    default:
        end_signal = number;
        wake(prompt_pipe[1], LE_WAKE_END);
    }
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action = {0};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    // No SA_RESTART: a read of piped input has to come back so that its reader sees the interrupt.
    sigaction(number, &action, NULL);
}

static void open_pipe(int ends[2]) {
    if (ends[0] >= 0) return;
    if (pipe2(ends, O_CLOEXEC) != 0) ends[0] = ends[1] = -1;
}

static void set_nonblocking(int descriptor) { fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

void le_interrupt_install(void) {
    open_pipe(query_pipe);
    open_pipe(prompt_pipe);
    // Handlers must never block; only the waiting thread blocks, on the read end of the query's pipe.
    set_nonblocking(query_pipe[1]);
    set_nonblocking(prompt_pipe[1]);
    set_nonblocking(prompt_pipe[0]);
    handle(SIGINT, on_signal);
}

bool le_interrupt_wait(void) {
    char byte;
    ssize_t count;
    do {
        count = read(query_pipe[0], &byte, 1);
    } while (count < 0 && errno == EINTR);
    return count == 1;
}

int le_interrupt_count(void) { return atomic_load(&interrupts); }

void le_interrupt_reset(void) { atomic_store(&interrupts, 0); }

int le_prompt_pipe(void) { return prompt_pipe[0]; }

int le_pending_end_signal(void) { return end_signal; }

static const int prompt_signals[] = {SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT};
enum { PROMPT_SIGNALS = sizeof prompt_signals / sizeof prompt_signals[0] };
static struct sigaction before_prompt[PROMPT_SIGNALS];

void le_signals_enter_prompt(void) {
    char byte;
    while (read(prompt_pipe[0], &byte, 1) > 0) {}
    atomic_store(&interrupts, 0);
    at_prompt = 1;
    for (int i = 0; i < PROMPT_SIGNALS; i++) {
        sigaction(prompt_signals[i], NULL, &before_prompt[i]);
        // A signal that whoever started us ignores (nohup) stays ignored.
        if (before_prompt[i].sa_handler != SIG_IGN) handle(prompt_signals[i], on_signal);
    }
}

void le_signals_leave_prompt(void) {
    for (int i = 0; i < PROMPT_SIGNALS; i++) sigaction(prompt_signals[i], &before_prompt[i], NULL);
    at_prompt = 0;
}

void le_suspend_now(void) {
    handle(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);
    handle(SIGTSTP, on_signal);
}
