// A program for the tests of lost files: a home with something in every file of its folder, which then waits to be killed. Says `half` when
// half of it is written, and `ready` at the end. Argument: the folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { eraFile } from '#store/era-file.ts';
import { waitingFile } from '#store/waiting-file.ts';
import { startBroker } from '#transport/broker.ts';
import { journalAt } from '../house-broker.ts';
import { openVault } from '../vault.ts';
import { openHome } from './home-contents.ts';

const [, , path = ''] = process.argv;
const log = pino({ level: 'warn' });
const { records, history } = await openHome(path);
const vault = await openVault(path, () => undefined);
const broker = await startBroker({
  host: '127.0.0.1',
  port: 0,
  clock,
  log,
  authenticate: async () => ({ topics: ['#'] }),
  openJournal: journalAt(join(path, 'broker.journal'), { clock, log }),
});
const link = broker.link();
mkdirSync(join(path, 'devices'));
writeFileSync(join(path, 'devices', 'own.yaml'), 'id: own\n');
await records.sites.save({ id: 'home', name: 'Home', timeZone: 'Europe/Berlin' });
await records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash: 'x' }, [{ site: '*', may: 'owner' }]);

const waiting = waitingFile(path, 'home');
const eras = eraFile(path, 'home', { clock });
const principal = { id: 'anna', kind: 'person', name: 'Anna' } as const;
const batch = (device: string, atMs: number): Batch => ({
  site: 'home',
  device,
  atMs,
  metric: ['pv.power'],
  value: [atMs % 1000],
  quality: ['good'],
});
const beginMs = clock.nowMs() - 4 * 3_600_000;
for (const half of [0, 1]) {
  for (let index = 0; index < 20; index += 1) {
    await records.audit.append({ atMs: 1, principal, action: 'add device', subject: 'roof', outcome: 'done' });
    await history.append([batch('roof', beginMs + half * 3_600_000 + index * 1000)]);
  }
  // The hours before are put away: into the database and its journal.
  await history.append([batch('roof', beginMs + (half + 1) * 3_600_000)]);
  await history.maintain(clock.nowMs());
  for (let index = 1; index < 10; index += 1)
    await history.append([batch('roof', beginMs + (half + 1) * 3_600_000 + 1_800_000 + index * 1000)]);
  await vault.secrets.save('device.roof', `word ${half}`);
  await link.publish(`home/${half}`, 'kept', { retain: true });
  waiting.add(batch('shed', clock.nowMs()), clock.nowMs());
  eras.replace([
    {
      offsetMs: clock.nowMs() - clock.monotonicMs(),
      isKnown: false,
      fromMs: beginMs,
      moments: new Map([['roof', [beginMs]]]),
    },
  ]);
  await waiting.settled();
  await eras.settled();
  await clock.sleep(2500);
  console.log(half === 0 ? 'half' : 'ready');
  if (half === 0) await new Promise((resolve) => void process.stdin.once('data', resolve));
}
await clock.sleep(600_000);
