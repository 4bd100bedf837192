// What is seen of a home: from its image, and now and then from what has to be computed; what cannot be read was not looked at.
import { expect, test } from 'vitest';
import type { Device, Snapshot } from '#api/contract.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { because } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { clearSunHours } from '#energy/clear-sky.ts';
import { Observer, type WatchedHome } from './observer.ts';

const place = { latitude: 52.5, longitude: 13.4, timeZone: 'Europe/Berlin' };
const noonMs = Temporal.Instant.from('2026-06-15T11:00:00Z').epochMilliseconds;
const health = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 };
const device: Device = {
  id: 'pack',
  name: 'Pack',
  definition: 'jk02',
  title: 'JK',
  kind: 'battery',
  address: 'mem://x',
  state: 'online',
  intervalMs: 1000,
  identity: {},
  health,
};
const branch = { quality: 'good' } as const;

function home(change: Partial<WatchedHome> = {}, pvW = 3000) {
  const seen = { pvW, calls: 0 };
  const facts: SiteFacts = {
    site: { id: 'home', name: 'Home', ...place },
    devices: () => [],
    device: () => undefined,
    metric: () => undefined,
  };
  const snapshot = (): Pick<Snapshot, 'devices' | 'values' | 'flow'> => ({
    devices: [device],
    values: [3.31, 3.35, 3.49].map((value, index) => ({
      device: 'pack',
      metric: `battery.cell.voltage.${index + 1}` as const,
      value,
      atMs: 0,
      quality: 'good',
    })),
    flow: { atMs: 0, pv: { ...branch, powerW: seen.pvW }, grid: branch, battery: branch, load: branch, soc: 40 },
  });
  const watched: WatchedHome = {
    facts,
    snapshot,
    budgets: async () => ({ budgets: [] }),
    async sunDays(fromMs, toMs) {
      seen.calls += 1;
      const days: { startMs: number; endMs: number; pvWh: number }[] = [];
      for (let startMs = fromMs; startMs + dayMs <= toMs; startMs += dayMs) {
        const span = { startMs, endMs: startMs + dayMs };
        const isLate = toMs - startMs < 12 * dayMs;
        days.push({ ...span, pvWh: (isLate ? 1500 : 5000) * clearSunHours(span, place) });
      }
      return days;
    },
    anomalies: async () => [],
    issues: async () => [
      { part: 'disk', reason: because('file.missing') },
      { part: 'records', reason: because('file.missing') },
    ],
    refusals: () => 0,
    ...change,
  };
  return { observer: new Observer(watched), seen };
}

test('cells, charge and issues at once; clear days, budgets and findings when the home has settled, then every ten minutes', async () => {
  const { observer, seen } = home();
  const first = await observer.look(noonMs);
  expect(first.devices?.[0]).toMatchObject({ id: 'pack', state: 'online', rejected: 0 });
  expect(first.devices?.[0]?.cellSpread).toBeCloseTo(0.18);
  expect(first).toMatchObject({ soc: 40, refusals: 0, budgets: undefined, sun: { best: undefined } });
  expect(first.issues?.map(({ kind }) => kind)).toEqual(['disk', 'system']);
  expect((await observer.look(noonMs + 5000)).issues).toBeUndefined();
  const later = await observer.look(noonMs + 2 * minuteMs);
  expect(later.budgets).toEqual([]);
  expect(later.sun?.best?.share).toBeCloseTo(30, 0);
  for (let minute = 3; minute < 12; minute += 1) await observer.look(noonMs + minute * minuteMs);
  expect(seen.calls).toBe(1);
  await observer.look(noonMs + 12 * minuteMs);
  expect(seen.calls).toBe(2);
});

test('hours without power count while the sun is up, and not before it is known what the panels can do', async () => {
  const { observer, seen } = home({}, 0);
  expect((await observer.look(noonMs)).sun?.darkHours).toBeUndefined();
  await observer.look(noonMs + 2 * minuteMs);
  expect((await observer.look(noonMs + 2 * minuteMs + 2 * hourMs)).sun?.darkHours).toBeCloseTo(2, 1);
  seen.pvW = 40;
  expect((await observer.look(noonMs + 3 * hourMs)).sun?.darkHours).toBe(0);
  seen.pvW = 0;
  // The sun is low: nothing is known.
  expect((await observer.look(noonMs + 9 * hourMs)).sun?.darkHours).toBeUndefined();
});

test('what cannot be read was not looked at, and keeps nothing else from being seen', async () => {
  const fails = async (): Promise<never> => {
    throw new Error('away');
  };
  const { observer } = home({
    budgets: fails,
    sunDays: fails,
    anomalies: fails,
    issues: fails,
    refusals: () => undefined,
  });
  await observer.look(noonMs);
  const seen = await observer.look(noonMs + 5 * minuteMs);
  expect(seen).toMatchObject({
    soc: 40,
    budgets: undefined,
    findings: undefined,
    issues: undefined,
    refusals: undefined,
  });
  const closed = home({ snapshot: () => undefined });
  expect(await closed.observer.look(noonMs)).toEqual({});
});

test('refused connections are those of the last hour', async () => {
  let count = 100;
  const { observer } = home({ refusals: () => count });
  expect((await observer.look(noonMs)).refusals).toBe(0);
  count = 140;
  expect((await observer.look(noonMs + 30 * minuteMs)).refusals).toBe(40);
  expect((await observer.look(noonMs + 100 * minuteMs)).refusals).toBe(0);
});
