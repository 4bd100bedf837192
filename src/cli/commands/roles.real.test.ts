// What devices measure, told and said at the command line for a home at rest.
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { openHome, site } from '#ledger/testing/ledger-home.ts';
import { commandContext as context } from '#main/command-context.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { countCircuits, listRoles, setRole } from './roles.ts';

const startMs = Math.floor(systemClock.nowMs() / dayMs) * dayMs - 2 * dayMs;

test('U6: a meter that was added up is said to be a circuit; a wrong word is refused with the right ones', {
  timeout: 60_000,
}, async (owner) => {
  const data = tempDir(owner);
  const home = await openHome(owner, { path: data, nowMs: startMs + 4 * hourMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'heat', kind: 'meter', intervalMs: 60_000 });
  for (let atMs = startMs; atMs < startMs + 3 * hourMs; atMs += 60_000)
    for (const [device, watts] of [
      ['meter', 2000],
      ['heat', 300 + (atMs % 7) * 40],
    ] as const)
      await home.ingest([{ site, device, atMs, metric: ['grid.power'], value: [watts], quality: ['good'] }]);
  await home.ledger.settlement.settled();
  const bought = async () =>
    (await home.energy.report({ fromMs: startMs, toMs: startMs + dayMs, by: 'day' })).total.importWh ?? 0;
  expect(await bought()).toBeGreaterThan(6500);
  await home.close();
  const folder = openFolder(data);
  const records = await openSqliteRecords({ folder });
  await records.sites.save({ id: site, name: 'Home', timeZone: 'UTC' });
  for (const id of ['meter', 'heat'])
    await records.devices.save({
      id,
      site,
      name: id,
      definition: 'x',
      address: `tcp://1.1.1.1:${id.length}`,
      settings: {},
    });
  await records.close();
  folder.close();

  const out = new PassThrough();
  let text = '';
  out.on('data', (piece: Buffer) => (text += piece.toString()));
  const frame = { out, err: { write: () => undefined }, context };
  await listRoles({ data }, frame);
  expect(text).toMatch(/heat.*own.*as usual/);
  expect(text).toMatch(/grid +heat, meter/);
  await expect(setRole({ device: 'heat', what: 'toaster' }, { data }, frame)).rejects.toMatchObject({
    code: 'input.usage',
  });
  await expect(setRole({ device: 'attic', what: 'grid' }, { data }, frame)).rejects.toMatchObject({
    code: 'input.usage',
  });
  text = '';
  await setRole({ device: 'heat', what: 'circuit:Heat pump' }, { data }, frame);
  expect(text).toMatch(/heat.*circuit:Heat pump.*said/);
  expect(text).toMatch(/grid +meter/);
  expect(text, 'and what changed').toMatch(/7\.\d+ → 6\.000/);
  text = '';
  await countCircuits({ data, json: true }, frame);
  expect(JSON.parse(text), 'all of its hours have them').toEqual({ hours: 0 });
});
