// A program for the kill tests: writes one hour after another, deletes old ones, and stops forever at a step of a write.
// Arguments: data folder, first hour, step. Prints the number of each hour once it is durable.
import { writeSync } from 'node:fs';
import type { Batch } from '#core/reading.ts';
import { hourMs } from '#core/time.ts';
import { openFolder } from '../folder.ts';
import { openSqliteHistory } from '../sqlite-history.ts';

/** Two points of an hour, whose values tell its number. */
export function batchesOfHour(hour: number, device = 'inverter'): readonly Batch[] {
  return [0, 1].map((minute): Batch => {
    const atMs = hour * hourMs + minute * 60_000;
    return { site: 'home', device, atMs, metric: ['pv.power'], value: [hour + minute / 2], quality: ['good'] };
  });
}

if (import.meta.main) {
  const [path = '', first, stopAt = ''] = process.argv.slice(2);
  const store = await openSqliteHistory({ folder: openFolder(path), stopAt, fillFrom: 4 });
  for (let hour = Number(first); ; hour += 1) {
    // Every second hour is filled: large enough with a guest.
    await store.append([...batchesOfHour(hour), ...(hour % 2 === 1 ? batchesOfHour(hour, 'guest') : [])]);
    writeSync(1, `ack ${hour}\n`);
    if (hour % 5 !== 0) continue;
    await store.append(batchesOfHour(hour, 'guest'));
    await store.setRetention([{ rawDays: 1 }]);
    await store.maintain(hour * hourMs);
    await store.forget('home', 'guest');
  }
}
