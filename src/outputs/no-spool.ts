// A spool for outputs that are asked and do not send: nothing waits for anybody.
import type { Spool } from '#core/spool.ts';

/** Such a spool. */
export function noSpool(): Spool {
  return {
    next: 1,
    add: () => 0,
    flush: async () => undefined,
    read: async () => [],
    done: () => undefined,
    state: () => ({ batches: 0, bytes: 0, dropped: 0 }),
    close: async () => undefined,
  };
}
