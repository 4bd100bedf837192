// Homes that can live anywhere: two hubs over one history and one set of records, as two processes would have them.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, hourOf } from '#core/time.ts';
import { openFolder } from '#store/folder.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import type { MonitoringNotice } from '#core/monitoring.ts';
import { makeMemoryLiveBus } from '#store/memory-live-bus.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type OpenHub, openHub } from './open-hub.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, home, roof } from './testing/opened-hub.ts';
import { scriptedField } from './testing/scripted-field.ts';
import type { SiteChanges } from './types.ts';

/** What all processes of an installation share, and hubs over it. */
async function installation(owner: Owner) {
  const folder = openFolder(tempDir(owner));
  const [history, records] = [await openSqliteHistory({ folder }), await openSqliteRecords({ folder })];
  owner.onTestFinished(async () => {
    await history.close();
    await records.close();
    folder.close();
  });
  const leases = makeMemoryLeases();
  const bus = makeMemoryLiveBus<SiteChanges>({ onMistake: (error) => expect(error).toBe('no mistake') });
  const open = async () => {
    const lines: string[] = [];
    const tell = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
    const field = scriptedField();
    const notices = makeMemoryLiveBus<MonitoringNotice>({ onMistake: (error) => expect(error).toBe('no mistake') });
    const log = { info: tell, warn: tell };
    const hub = await openHub({ clock, log, history, records, leases, bus, notices, field });
    owner.onTestFinished(() => hub.close());
    return { hub, field, lines };
  };
  return { history, records, leases, open };
}

async function countOf(history: Awaited<ReturnType<typeof installation>>['history']): Promise<number> {
  return (await history.status()).points;
}

const ids = (hub: OpenHub): string[] =>
  hub
    .as(anna)
    .sites()
    .map(({ id }) => id);

/** Readings every minute of the three hours before the last, and in this one. */
function past(): Batch[] {
  const nowMs = clock.nowMs();
  const fromMs = hourOf(nowMs) - 3 * hourMs;
  const batches: Batch[] = [];
  for (let atMs = fromMs; atMs < nowMs; atMs += 60_000)
    batches.push(batchOf('roof', atMs, { 'pv.power': 1000 + ((atMs / 60_000) % 7) * 100, 'grid.power': -300 }));
  return batches;
}

test('a site is lived by one process at a time; closed there it goes on here, with its devices and values', async (owner) => {
  const { history, open } = await installation(owner);
  const first = await open();
  await first.hub.addSite(home);
  await first.hub.as(anna).site(site).devices.add(roof);
  first.field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 900 }));

  const second = await open();
  expect([ids(first.hub), ids(second.hub)]).toEqual([[site], []]);
  expect(second.lines.join()).toContain('another process lives this site');
  expect(second.field.running.size).toBe(0);
  await expect(second.hub.openSite(site)).rejects.toMatchObject({ code: 'site.held' });
  expect(() => second.hub.as(anna).site(site).snapshot()).toThrow(expect.objectContaining({ code: 'site.unknown' }));

  await first.hub.closeSite(site);
  expect(first.field.running.size).toBe(0);
  expect(await countOf(history), 'what was taken is written').toBe(1);
  await expect(first.hub.closeSite(site)).rejects.toMatchObject({ code: 'site.unknown' });
  await second.hub.openSite(site);
  expect([ids(first.hub), ids(second.hub)]).toEqual([[], [site]]);
  expect([...second.field.running.keys()]).toEqual(['roof']);
  expect(second.hub.as(anna).site(site).snapshot().values).toMatchObject([
    { metric: 'pv.power', value: 900, quality: 'stale' },
  ]);
  await expect(second.hub.openSite('nowhere')).rejects.toMatchObject({ code: 'site.unknown' });
});

test('a site that is taken over is closed where it was: nothing of it is written there any more', async (owner) => {
  const { history, leases, open } = await installation(owner);
  const first = await open();
  await first.hub.addSite(home);
  await first.hub.as(anna).site(site).devices.add(roof);
  first.field.listener.onBatch(batchOf('roof', clock.nowMs() - 10_000, { 'pv.power': 1 }));
  await first.hub.flush();
  const energy = first.hub.as(anna).site(site).energy();
  first.field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 2 }));
  const lease = await leases.takeOver(site);
  await expect(energy.saveBudgets([]), 'the ledger is not written either').rejects.toMatchObject({
    code: 'store.fenced',
  });
  await expect.poll(() => ids(first.hub)).toEqual([]);
  await expect.poll(() => first.field.running.size).toBe(0);
  await expect.poll(() => first.lines.join()).toContain('is closed here');
  await first.hub.close();
  expect(await countOf(history), 'the second reading was refused').toBe(1);
  expect(first.lines.join()).toContain('history cannot be written');

  await lease.release();
  const second = await open();
  expect(ids(second.hub)).toEqual([site]);
  second.field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 3 }));
  await second.hub.flush();
  expect(await countOf(history)).toBe(2);
});

test('a site that is closed and opened again goes on with the same figures, and with what came in between', async (owner) => {
  const { records, open } = await installation(owner);
  const { hub } = await open();
  await hub.addSite(home);
  await hub.as(anna).site(site).devices.add(roof);
  const batches = past();
  for (const batch of batches) hub.ingest(batch);
  await hub.flush();
  await hub.as(anna).site(site).energy().settled();
  const span = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const before = { hours: await records.ledger.hours(site, span), totals: await records.ledger.totals(site, span) };
  const { energy } = hub.as(anna).site(site).snapshot();
  expect(before.hours.length).toBeGreaterThan(2);
  const watched: SiteChanges[] = [];
  hub
    .as(anna)
    .site(site)
    .subscribe((changes) => watched.push(changes));

  for (let count = 0; count < 3; count += 1) {
    await hub.closeSite(site);
    await hub.openSite(site);
    await hub.as(anna).site(site).energy().settled();
  }
  expect(await records.ledger.hours(site, span)).toEqual(before.hours);
  expect(await records.ledger.totals(site, span)).toEqual(before.totals);
  const after = hub.as(anna).site(site).snapshot().energy;
  expect(after?.fromMs).toBe(energy?.fromMs);
  expect(after?.pvWh).toBeGreaterThanOrEqual(energy?.pvWh ?? Infinity);
  expect((after?.pvWh ?? 0) - (energy?.pvWh ?? 0), 'no more than the seconds between').toBeLessThan(5);
  hub.ingest(batchOf('roof', clock.nowMs(), { 'pv.power': 4321 }));
  await expect.poll(() => watched.flatMap(({ values = [] }) => values).map(({ value }) => value)).toContain(4321);
});
