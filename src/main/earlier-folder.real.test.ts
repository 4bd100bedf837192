// A data folder that an earlier version wrote, opened as `solstead serve` does: its owner comes in, and finds the same home
// with the same figures.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHouse } from './house.ts';
import { makeLog } from './log.ts';

const earlier = join(import.meta.dirname, '../store/testing/earlier/0.1.0');
const broker = { host: '127.0.0.1', port: 0 };

test('the owner of a folder of version 0.1.0 comes in and finds everything', { timeout: 120_000 }, async (context) => {
  const folder = join(tempDir(context), 'data');
  mkdirSync(folder, { mode: 0o700 });
  for (const name of ['records.db', 'history.db', 'history.db-log0'])
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(earlier, `${name}.gz`))), { mode: 0o600 });
  const house = await openHouse({ folder, clock, log: makeLog('silent'), broker });
  context.onTestFinished(() => house.close());
  const { hub } = house;
  expect(await hub.access.isClaimed()).toBe(true);
  const { principal } = await hub.access.signIn({ name: 'ANNA', password: 'correct horse battery', from: '10.0.0.1' });
  const site = hub.as(principal).site('old-house');
  expect(site.snapshot().devices.map(({ id, name }) => [id, name])).toEqual([
    ['inverter', 'Inverter'],
    ['meter', 'Meter'],
  ]);
  const energy = site.energy();
  await energy.settled();
  const day = { fromMs: 1_790_892_000_000, toMs: 1_790_978_400_000 };
  const { total } = await energy.report({ ...day, by: 'day' });
  expect([total.pvWh, total.importWh, total.exportWh, total.loadWh]).toEqual([24_828.132, 2720.701, 12_355.5, 14_400]);
  expect(await energy.tariff()).toMatchObject({ origin: 'own', revision: 1 });
  const chart = await site.chart({ metrics: ['pv.power'], ...day, stepMs: 3_600_000 });
  expect(chart.series[0]?.atMs.length).toBe(24);
  expect((await hub.as(principal).auditLines({ limit: 99 })).map(({ action }) => action)).toContain('claim');
  expect(existsSync(join(folder, 'records.db.before-0004-people'))).toBe(true);
});
