// What the files of this target share.
#pragma once

#include "CLineEdit.h"

extern le_callbacks le_hooks;

/// Bytes that the signal handlers write into the pipe of the prompt.
enum { LE_WAKE_INTERRUPT = 'I', LE_WAKE_RESIZE = 'W', LE_WAKE_SUSPEND = 'Z', LE_WAKE_END = 'E' };

/// The read end of the pipe that wakes the prompt.
int le_prompt_pipe(void);
/// The signal that an LE_WAKE_END stands for.
int le_pending_end_signal(void);
void le_signals_enter_prompt(void);
void le_signals_leave_prompt(void);
/// Stops the process as SIGTSTP does by default and returns when it is continued.
void le_suspend_now(void);

void le_completion_install(void);
/// The redisplay function: readline's own, then the colours on top of it.
void le_redisplay(void);
/// Redraws after the size of the terminal changed.
void le_redisplay_resized(void);
