// The house that is served: it can be closed, replaced by a restored one, and opened again, while the server stays.
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { RestoreDesk } from '#core/backup.ts';
import { reasonOf } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { inEnglish } from '#core/reason.ts';
import { openFolder } from '#store/folder.ts';
import { undoSwap } from '#store/folder-swap.ts';
import type { House } from './house.ts';
import { makeRestoreDesk } from './restore-desk.ts';
import type { RestoreTarget } from './restore-stores.ts';

/** A house that may be replaced. */
export interface ServedHouse {
  readonly house: House;
  readonly restores: RestoreDesk;
  /** Opens the house anew as it is. Errors: those of opening it. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** What {@link openServedHouse} needs. */
export interface ServedHouseOptions extends RestoreTarget {
  readonly log: Logger;
  open(): Promise<House>;
}

function whileHeld<T>(folder: string, run: () => T): T {
  const held = openFolder(folder, { isSwapping: true });
  try {
    return run();
  } finally {
    held.close();
  }
}

/** Opens it. Errors: those of `open`. */
export async function openServedHouse({ log, open, ...target }: ServedHouseOptions): Promise<ServedHouse> {
  let house = await open();
  let isClosed = false;
  // One after the other: a house that is replaced cannot be renewed meanwhile.
  const inTurn = makeTurns();
  const folder = resolve(target.folder);
  const restores = makeRestoreDesk({
    target: { ...target, folder },
    log,
    swap: (staged, { by }) =>
      inTurn(async () => {
        await house.close();
        let aside: string | undefined;
        try {
          aside = whileHeld(folder, () => staged.swap());
        } catch (error) {
          // The home before, unless the mark of the swap was written: then opening makes the rest of its moves.
          house = await open();
          throw error;
        }
        try {
          house = await open();
        } catch (error) {
          // What is on servers may have been swapped already: then both are left as they are, and looked at by a person.
          if (aside === undefined || target.records !== undefined || target.history !== undefined) throw error;
          const failed = whileHeld(folder, () => undoSwap(folder, aside));
          log.error(
            { why: inEnglish(reasonOf(error)), failed },
            'the restored home cannot be opened; the one before is back',
          );
          house = await open();
          throw error;
        }
        const { madeMs } = staged.manifest;
        const { noteRestore } = await import('./offline-backup.ts');
        await noteRestore(house.records, { atMs: target.clock.nowMs(), madeMs, by });
      }),
  });
  return {
    get house() {
      return house;
    },
    restores,
    renew: () =>
      inTurn(async () => {
        if (isClosed) return;
        await house.close();
        house = await open();
      }),
    close() {
      isClosed = true;
      return inTurn(() => house.close());
    },
  };
}
