// A program for kill tests of outputs: a home that gives a batch after another to its one output. Arguments: folder, settings, and the first
// number, or `end`: then it gives nothing, and says when nothing waits any more. It prints the number of each batch that its spool has.
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputSettings } from '#core/output.ts';
import { batchOf, openOutputHouse } from './output-house.ts';

const [folder = '', settings = '{}', first = '0'] = process.argv.slice(2);

if (import.meta.main) {
  const record = {
    id: 'one',
    site: 'home',
    name: 'One',
    settings: JSON.parse(settings) as OutputSettings,
    filter: {},
    isOn: true,
  };
  // It is killed.
  const home = await openOutputHouse(
    { onTestFinished: () => undefined },
    { folder, records: new Map([['one', record]]) },
  );
  if (first === 'end') {
    while ((await home.desk.list('home'))[0]?.state.waiting !== 0) await sleep(20);
    writeSync(1, 'empty\n');
  } else
    for (let number = Number(first); ; number += 1) {
      home.give(batchOf('roof', number * 1000, { 'pv.power': number }));
      await home.consumer.flush();
      writeSync(1, `kept ${number}\n`);
      await sleep(number % 7);
    }
}
