// How a command ends: its exit code, and the signal that asks it to end.

/** 0 done; 1 it could not be done (no answer, port taken), or a check found something wrong; 2 the arguments are wrong. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** Resolves with the first signal that asks the process to end; a second one ends it at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isEnding = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isEnding) process.exit(130);
      isEnding = true;
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
