// What was written to the memory of devices, in a file beside the data: written anew with each write, of which there are few.
import { join } from 'node:path';
import { isRecord } from '#core/entries.ts';
import { messageOf } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import type { KeptWear, WearMemory } from '#core/wear-memory.ts';
import { readKeptJson, writeKeptJson } from './kept-json.ts';

const name = 'wear.json';
/** Thousands of devices. */
const mostBytes = 4 * 1024 * 1024;

/** The few words of a logger it needs. */
interface Log {
  warn(fields: object, message: string): void;
}

const isTime = (found: unknown): found is number => typeof found === 'number' && Number.isFinite(found);

/** What a file says; what is none of it is left out. */
function keptIn(found: unknown): readonly KeptWear[] {
  const devices = isRecord(found) && Array.isArray(found['devices']) ? found['devices'] : [];
  return devices.flatMap((one: unknown): readonly KeptWear[] => {
    if (!isRecord(one) || !Array.isArray(one['names']) || !isRecord(one['writtenMs'])) return [];
    const names = one['names'].filter((each) => typeof each === 'string');
    const written = Object.entries(one['writtenMs']).map(
      ([memory, made]) => [memory, Array.isArray(made) ? made.filter(isTime) : []] as const,
    );
    return [{ names, writtenMs: Object.fromEntries(written) }];
  });
}

/** Opens the file of a folder; none is made before something is kept. Never throws: one that cannot be read is told, and counts as empty. */
export async function openWearFile(folder: string, log: Log): Promise<WearMemory> {
  const path = join(folder, name);
  const inTurn = makeTurns();
  const untold = (what: string) => (error: unknown) => log.warn({ file: name, why: messageOf(error) }, what);
  let kept = await readKeptJson(path, mostBytes).then(keptIn, (error: unknown): readonly KeptWear[] => {
    untold('what was written to devices before is not known')(error);
    return [];
  });
  return {
    kept: () => kept,
    keep(all) {
      kept = all;
      return inTurn(() => writeKeptJson(path, { devices: all })).catch(
        untold('what was written to devices is not kept'),
      );
    },
  };
}
