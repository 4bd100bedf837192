// The levels a person may choose for the log; apart from the logger, so that the command line need not load it.

/** Levels, most talkative first. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
