// A program for the kill tests: writes to a store endlessly and prints the number of each write once it is durable.
// Arguments: data folder, `history`, `small` (writes of a history that are not large) or `records`, first number.
import { writeSync } from 'node:fs';
import type { Batch } from '#core/reading.ts';
import { type DataFolder, openFolder } from '../folder.ts';
import { openSqliteHistory } from '../sqlite-history.ts';
import { openSqliteRecords } from '../sqlite-records.ts';

/** Points of one write of the history: every fifth is large, so that kills meet long transactions. */
export const pointsOfWrite = (number: number): number => (number % 5 === 0 ? 4000 : 1);

/** The batches of one write: value and moments tell its number. */
export function batchesOfWrite(number: number): readonly Batch[] {
  return Array.from({ length: pointsOfWrite(number) }, (_, index): Batch => {
    return {
      site: 'home',
      device: 'inverter',
      atMs: number * 10_000 + index,
      metric: ['pv.power'],
      value: [number],
      quality: ['good'],
    };
  });
}

function acknowledge(number: number): void {
  writeSync(1, `ack ${number}\n`);
}

async function writeHistory(folder: DataFolder, first: number, isLarge: boolean): Promise<never> {
  const store = await openSqliteHistory({ folder, fillFrom: 4000 });
  // Several at once, so that commits are shared.
  const write = async (lane: number): Promise<never> => {
    for (let number = first + lane; ; number += 3) {
      if (!isLarge && pointsOfWrite(number) > 1) continue;
      await store.append(batchesOfWrite(number));
      acknowledge(number);
    }
  };
  return await Promise.race([write(0), write(1), write(2)]);
}

async function writeRecords(folder: DataFolder, first: number): Promise<never> {
  const store = await openSqliteRecords({ folder });
  for (let number = first; ; number += 1) {
    await store.sites.save({ id: `site ${number}`, name: 'Home', timeZone: 'UTC' });
    await store.audit.append({
      atMs: number,
      principal: { name: '1', kind: 'person' },
      action: 'write',
      subject: `${number}`,
      outcome: 'done',
    });
    acknowledge(number);
  }
}

if (import.meta.main) {
  const [path = '', kind, first] = process.argv.slice(2);
  const folder = openFolder(path);
  await (kind === 'records'
    ? writeRecords(folder, Number(first))
    : writeHistory(folder, Number(first), kind === 'history'));
}
