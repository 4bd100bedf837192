// A history as it is at one moment: appends wait until it is caught, and go on while it is read.
import type { Snapshot } from '#core/snapshot.ts';
import type { HistoryCalls } from './history-calls.ts';
import type { WorkerCaller } from './worker-calls.ts';

type Calls = Pick<WorkerCaller<HistoryCalls>, 'call'>;

/** Where appends wait while a moment is caught. */
export function makeGate() {
  let closed: Promise<void> | undefined;
  return {
    /** Resolves when it opens; undefined: it is open. */
    get closed(): Promise<void> | undefined {
      return closed;
    },
    /** Runs something while it is closed. */
    async whileClosed<T>(run: () => Promise<T>): Promise<T> {
      while (closed !== undefined) await closed;
      const hold = Promise.withResolvers<void>();
      closed = hold.promise;
      try {
        return await run();
      } finally {
        closed = undefined;
        hold.resolve();
      }
    },
  };
}

async function* dumpPieces(calls: Calls, dump: number): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await calls.call('dumpPiece', dump);
    if (piece === undefined) return;
    yield piece;
  }
}

/** What catching a moment takes. */
export interface Moment {
  /** Resolves when what was appended before is durable. */
  settled(): Promise<void>;
  /** Runs while nothing is appended. */
  readonly atMoment: (() => Promise<void>) | undefined;
}

/** The history as it is once everything appended before is in it. Errors: `store.failed`. */
export async function snapshotOver(calls: Calls, { settled, atMoment }: Moment): Promise<Snapshot> {
  await settled();
  const { dump, devices, series } = await calls.call('beginDump', undefined);
  await atMoment?.();
  return {
    form: 'chunks-1',
    facts: { devices, series },
    pieces: () => dumpPieces(calls, dump),
    close: () => calls.call('endDump', dump),
  };
}
