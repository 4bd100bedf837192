// One life of the product, from start to kill: the real hub, drivers, ledger and stores over a simulated world.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Random } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { builtIn } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { type HubOptions, openHub, type OpenHub } from '#hub/open-hub.ts';
import type { TimeWitness } from '#hub/time-witness.ts';
import { historyOver } from '#store/chunk-history.ts';
import { openChunkStore } from '#store/chunks/store.ts';
import { openFolder } from '#store/folder.ts';
import { callsOf } from '#store/history-calls.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteBackend } from '#store/sqlite-backend.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { callHere } from '#store/worker-calls.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import type { Cable, SimBroker } from './cables.ts';
import type { KeptTime } from './kept-time.ts';
import type { CrashDisk } from './crash-disk.ts';

/** What a life is made of. */
export interface LifeOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly disk: CrashDisk;
  readonly cables: readonly Cable[];
  readonly broker: SimBroker;
  /** What other clocks say, where there are any. */
  readonly witness?: TimeWitness | undefined;
  /** What earlier lives kept of time; absent: nothing is kept. */
  readonly kept?: Pick<KeptTime, 'waiting' | 'eras'> | undefined;
  /** An append of so many values is a back-fill; absent: what the product says. */
  readonly fillFrom?: number | undefined;
  /** Further consumers of its site. */
  readonly consumers?: HubOptions['consumers'];
  isAlive(): boolean;
  onStep(step: string): void;
  /** Values that the history has acknowledged. */
  onStored(batches: readonly Batch[]): void;
  /** Values that were given to the history. */
  onGiven(batches: readonly Batch[]): void;
  onLog(line: string): void;
}

/** A running product. */
export interface Life {
  readonly hub: OpenHub;
  readonly history: HistoryStore;
  /** Ends it in order. */
  close(): Promise<void>;
  /** Lets go of what a kill leaves open in this process. */
  letGo(): Promise<void>;
}

/** A search keeps nothing and finds the same again: it is left out here. */
const noSearch = () => ({ add: () => undefined, find: async () => [], close: () => undefined });

function watched(store: HistoryStore, { onGiven, onStored, isAlive }: LifeOptions): HistoryStore {
  return {
    ...store,
    async append(batches) {
      onGiven(batches);
      await store.append(batches);
      if (isAlive()) onStored(batches);
    },
  };
}

/** Begins a life in a folder. */
export async function openLife(options: LifeOptions): Promise<Life> {
  const { clock, random, disk, cables, broker, witness, kept, fillFrom, isAlive, onStep, onLog } = options;
  const folder = openFolder(options.folder);
  const records = await openSqliteRecords({ folder });
  const backend = await openSqliteBackend({ path: join(folder.path, 'history.db'), onStep, disk });
  const history = watched(
    historyOver(callHere(callsOf(await openChunkStore(backend)), folder.path), { clock, fillFrom }),
    options,
  );
  // So short that a wall clock of next week, if it were believed, would delete what the run has stored.
  await history.setRetention([{ rawDays: 1 }]);
  const link = broker.link(isAlive);
  const tell = (fields: object, message: string): void => onLog(`${message} ${JSON.stringify(fields)}`);
  const log = { info: () => undefined, warn: tell, error: tell };
  const hub = await openHub({
    ...inMemory((error) => tell({ error: String(error) }, 'a subscriber threw')),
    clock,
    log,
    history,
    records,
    beginSearch: noSearch,
    ...(options.consumers === undefined ? {} : { consumers: options.consumers }),
    ...(witness === undefined ? {} : { witness }),
    ...(kept === undefined ? {} : { waiting: () => kept.waiting, eras: () => kept.eras }),
    field: openField({
      definitions: builtIn.listed,
      clock,
      random,
      log,
      broker: link,
      makeLink(address) {
        const cable = 'port' in address ? cables[address.port - 1] : undefined;
        // The relays are asked over HTTP too while the broker is away: here nobody answers there.
        return cable?.link(clock, isAlive) ?? makeMemoryLink({ name: 'memory:nobody', clock, attach: () => undefined });
      },
      findPorts: async () => [],
    }),
  });
  const letGo = async (): Promise<void> => {
    link.cut();
    await backend.close();
    await records.close();
    folder.close();
  };
  return {
    hub,
    history,
    letGo,
    async close() {
      await hub.close();
      await history.close();
      link.cut();
      await records.close();
      folder.close();
    },
  };
}
