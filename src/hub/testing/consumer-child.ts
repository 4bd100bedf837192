// A program for the kill test of consumers: a whole hub with a durable consumer, fed without end. It prints the number of
// each batch once the consumer's flush said that it is durable. Arguments: data folder, first number.
import { anna } from './opened-hub.ts';
import { writeSync } from 'node:fs';
import { systemClock as clock } from '#core/clock.ts';
import type { Consumer } from '#core/consumer.ts';
import type { Spool } from '#core/spool.ts';
import { spooled } from '#outputs/spooled.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { openHub } from '../open-hub.ts';
import { batchOf, site } from './batches.ts';
import { scriptedField } from './scripted-field.ts';

/** Wide enough for what the test writes. */
export const testBound = { bytes: 256 * 1024 * 1024, batches: 10_000_000 };

/** A sink that is away: everything stays in the spool. */
const sinkOver = (spool: Spool): Consumer =>
  spooled({
    name: 'sink',
    spool,
    clock,
    mostAtOnce: 100,
    deliver: () => Promise.reject(new Error('away')),
    onTrouble: () => undefined,
  });

if (import.meta.main) {
  const [path = '', first] = process.argv.slice(2);
  const folder = openFolder(path);
  const blocking: Consumer = {
    name: 'blocking',
    take() {
      const endMs = clock.monotonicMs() + 30;
      while (clock.monotonicMs() < endMs) continue;
      throw new Error('and it throws');
    },
    flush: () => new Promise(() => undefined),
    close: () => new Promise(() => undefined),
  };
  let flush = (): Promise<void> => Promise.reject(new TypeError('assertion: the sink was not made'));
  const hub = await openHub({
    ...inMemory(() => undefined),
    clock,
    log: { info: () => undefined, warn: () => undefined },
    history: await openSqliteHistory({ folder }),
    records: await openSqliteRecords({ folder }),
    field: scriptedField(),
    async consumers(_facts, lease) {
      const spool = await spoolsIn(folder, clock).open({ consumer: 'sink', lease }, testBound);
      flush = () => spool.flush();
      return [blocking, sinkOver(spool)];
    },
  });
  if (hub.as(anna).sites().length === 0) await hub.addSite({ id: site, name: 'Home', timeZone: 'UTC' });
  if (hub.as(anna).site(site).snapshot().devices.length === 0)
    await hub.as(anna).site(site).devices.add({ name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.5:1' });
  for (let number = Number(first); ; number += 1) {
    hub.ingest(batchOf('roof', clock.nowMs(), { 'pv.power': number }));
    if (number % 10 === 0) {
      await flush();
      writeSync(1, `ack ${number}\n`);
    } else await clock.sleep(1);
  }
}
