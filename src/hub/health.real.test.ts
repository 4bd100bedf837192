// Health tells when the records are away, whatever database they are in.
import { systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { dayMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { expect, test, vi } from 'vitest';
import { tokenHash } from './sessions.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, opened, roof } from './testing/opened-hub.ts';

/** The clock of the system, which a test turns on. */
function turnedClock() {
  let passedMs = 0;
  const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + passedMs };
  return { clock, advance: (ms: number) => void (passedMs += ms) };
}

test('records that cannot be read are told', async (context) => {
  const { hub, records } = await opened(context);
  expect((await hub.healthIssues()).map(({ part }) => part)).not.toContain('records');
  Object.assign(records.accounts, { any: () => Promise.reject(new Error('gone')) });
  expect((await hub.healthIssues()).map(({ part }) => part)).toContain('records');
});

test('while nothing can be written people sign in, are known, and health tells; later the session is stored', async (context) => {
  const { clock, advance } = turnedClock();
  const { hub, records, lines } = await opened(context, undefined, { clock });
  const here = { from: '10.0.0.1', device: 'Firefox' };
  const [name, password] = ['Anna', 'granite pelican 4471 dune'];
  await hub.access.claim({ name, password, site: { name: 'Casa', timeZone: 'Europe/Berlin' } }, here);
  const full = async () => Promise.reject(new SolsteadError('store.failed', { at: 'solstead.db' }));
  const spies = [vi.spyOn(records.sessions, 'save'), vi.spyOn(records.audit, 'append')];
  for (const spy of spies) spy.mockImplementation(full);
  const partsUnwell = async () => (await hub.healthIssues()).map(({ part }) => part);
  expect(await partsUnwell()).toEqual([]);
  const [kept, left, ended] = await Promise.all([1, 2, 3].map(() => hub.access.signIn({ name, password, ...here })));
  if (kept === undefined || left === undefined || ended === undefined) throw new TypeError('assertion: three');
  expect((await hub.access.principal(kept.token, '10.0.0.1'))?.name).toBe('Anna');
  expect(await hub.access.sessions(kept.token)).toHaveLength(4);
  expect(await partsUnwell()).toEqual(['records']);
  for (let count = 0; count < 20; count += 1)
    await expect(hub.as(anna).site(site).devices.remove('nothing')).rejects.toMatchObject({ code: 'device.unknown' });
  expect(lines.filter((line) => line.includes('could not be written'))).toHaveLength(1);
  await hub.access.signOut(left.token);
  expect(await hub.access.principal(left.token, '10.0.0.1')).toBeUndefined();

  for (const spy of spies) spy.mockRestore();
  advance(11_000);
  await hub.access.principal(kept.token, '10.0.0.1');
  await vi.waitFor(async () => expect(await records.sessions.byHash(tokenHash(kept.token))).toBeDefined(), 20_000);
  expect(await partsUnwell()).toEqual([]);
  await hub.access.endOtherSessions(kept.token);
  expect(await hub.access.principal(ended.token, '10.0.0.1')).toBeUndefined();
  expect((await hub.access.principal(kept.token, '10.0.0.1'))?.name).toBe('Anna');
});

test('records that can be written again are found by asking for health, though nobody changes anything', async (context) => {
  const { clock, advance } = turnedClock();
  const { hub, records } = await opened(context, undefined, { clock });
  const full = async () => Promise.reject(new SolsteadError('store.failed', { at: 'records.db' }));
  const spy = vi.spyOn(records.audit, 'append').mockImplementation(full);
  await hub
    .as(anna)
    .site(site)
    .devices.remove('nothing')
    .catch(() => undefined);
  const parts = async () => (await hub.healthIssues()).map(({ part }) => part);
  expect(await parts()).toEqual(['records']);
  advance(11_000);
  expect(await parts()).toEqual(['records']);
  spy.mockRestore();
  expect(await parts()).toEqual(['records']);
  advance(11_000);
  await vi.waitFor(async () => expect(await parts()).toEqual([]), 20_000);
  expect((await records.audit.newest({ limit: 1 }))[0]?.action).toBe('write again');
});

test('from the first value after the clock was set health tells it, until somebody says that it is right or it is back', async (context) => {
  const clock = fakeClock(Date.UTC(2026, 5, 10, 9));
  const { hub, field } = await opened(context, tempDir(context), { clock });
  await hub.as(anna).site(site).devices.add(roof);
  const run = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      await clock.advance(10_000);
      field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 1200 }));
    }
  };
  const clockTold = async () =>
    (await hub.healthIssues()).filter(({ part }) => part === 'clock').map(({ reason }) => reason.code);
  await run(5);
  expect(await clockTold()).toEqual([]);
  clock.setNow(clock.nowMs() + 30 * dayMs);
  await run(1);
  expect(await clockTold()).toEqual(['clock.waiting']);
  await run(8);
  expect(await clockTold()).toContain('clock.doubt');
  clock.setNow(clock.nowMs() - 30 * dayMs);
  await run(9);
  expect(await clockTold()).not.toContain('clock.doubt');
});
