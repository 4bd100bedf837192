// Changes one after another: who reads, decides and writes across an await loses what another wrote meanwhile.

/** Runs a change when those before it have ended, however they ended; answers what it answers. */
export type InTurn = <T>(change: () => Promise<T>) => Promise<T>;

/** A queue of its own. */
export function makeTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change, change);
    last = next.catch(() => undefined);
    return next;
  };
}
