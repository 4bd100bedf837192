// Exit codes of the command line.

/** 0 done; 1 it could not be done (no answer, port taken); 2 the arguments are wrong. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;
