// What an earlier system left is taken into a house that runs: shown first, once, ended or killed in the middle, and counted without a restart.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { ImportLedger, ImportPlace, ImportRequest, ImportState } from '#core/history-import.ts';
import type { PredecessorDesk, PredecessorLook } from '#core/predecessor.ts';
import { because } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from './testing/uplinked.ts';
import { openImportDesk } from './import-desk.ts';
import { makeLog } from './log.ts';
import { openPredecessorDesk } from './predecessor-desk.ts';

vi.setConfig({ testTimeout: 120_000 });

const site = 'near';
/** Midnight of UTC, where the home is: two whole days that are long over. */
const startMs = Math.floor(clock.nowMs() / dayMs) * dayMs - 20 * dayMs;
const request: ImportRequest = { path: 'carbonoz/export.lp', isDry: false };

const topicOf = (topic: string): string => `solar_assistant/${topic}/state`;

/** Two days: 1000 W of sun between 6 and 18 o'clock, 500 W from the grid else. */
function leftFolder(folder: string, { everyMs = minuteMs, days = 2 } = {}): string {
  const share = join(folder, 'share');
  mkdirSync(join(share, 'carbonoz'), { recursive: true });
  const lines: string[] = [];
  const point = (topic: string, value: number, atMs: number): void =>
    void lines.push(`state,topic=${topicOf(topic)} value=${value} ${atMs}000000`);
  for (const [topic, valueAt] of [
    ['total/pv_power', (hour: number) => (hour >= 6 && hour < 18 ? 1000 : 0)],
    ['total/grid_power', (hour: number) => (hour >= 6 && hour < 18 ? 0 : 500)],
    ['total/mystery_figure', (hour: number) => hour],
  ] as const)
    for (let atMs = startMs; atMs < startMs + days * dayMs; atMs += everyMs)
      point(topic, valueAt(Math.floor((atMs % dayMs) / hourMs)), atMs);
  const head = ['# INFLUXDB EXPORT: 1677 - 2262', '# DDL', '# DML', '# CONTEXT-DATABASE:home_assistant'];
  writeFileSync(join(share, 'carbonoz', 'export.lp'), [...head, ...lines, ''].join('\n'));
  return share;
}

async function houseWith(context: TestContext, share: string, data: string) {
  const predecessor = openPredecessorDesk(share, { clock });
  context.onTestFinished(() => predecessor.close());
  const house = await openHome(data, site, { predecessor });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await house.close();
    isOpen = false;
  };
  context.onTestFinished(close);
  const door = house.hub.as(owner);
  const imports = door.predecessor.imports(site);
  const look = async (): Promise<void> => {
    await door.predecessor.begin();
    await expect.poll(() => door.predecessor.view().state, { timeout: 60_000 }).toBe('done');
  };
  const over = async (): Promise<ImportState> => {
    await expect.poll(() => imports.view().state, { timeout: 60_000 }).not.toBe('running');
    return imports.view();
  };
  return { house, door, imports, look, over, close };
}

const counted = [
  [120, 60],
  [120, 60],
];
const nothing = [
  [0, 0],
  [0, 0],
];

type Opened = Awaited<ReturnType<typeof houseWith>>;

/** Sun and import of both days, in tenths of a kWh. */
async function days({ door }: Opened): Promise<readonly (readonly number[])[]> {
  const { rows } = await door
    .site(site)
    .energy()
    .report({ fromMs: startMs, toMs: startMs + 2 * dayMs, by: 'day' });
  return rows.map(({ pvWh = 0, importWh = 0 }) => [Math.round(pvWh / 100), Math.round(importWh / 100)]);
}

test('it is shown first, taken in while the home runs, counted at once, and not taken twice', async (context) => {
  const folder = tempDir(context);
  const opened = await houseWith(context, leftFolder(folder), join(folder, 'data'));
  const { imports, look, over, door } = opened;
  await expect(imports.begin(request)).rejects.toMatchObject({ code: 'input.invalid', at: 'path' });
  await look();
  expect(await imports.begin({ ...request, isDry: true })).toMatchObject({ state: 'running' });
  await expect(imports.begin(request)).rejects.toMatchObject({ code: 'import.busy' });
  const shown = await over();
  const added = { points: 5760, days: 2, fromMs: startMs, toMs: startMs + 2 * dayMs - minuteMs };
  expect(shown).toMatchObject({ state: 'done', outcome: { values: 8640, added, leftOut: 2880, count: 3 } });
  expect(await days(opened)).toEqual(nothing);

  await imports.begin(request);
  expect(await over()).toMatchObject({ state: 'done', outcome: { added } });
  expect(await days(opened)).toEqual(counted);
  const before = await days(opened);
  await imports.begin(request);
  const again = await over();
  expect(again).toMatchObject({ state: 'done', outcome: { same: added } });
  expect(again.outcome?.added).toBeUndefined();
  expect(await days(opened)).toEqual(before);
  expect(await door.auditLines({ limit: 1 })).toMatchObject([
    { action: 'import history', subject: 'near: carbonoz/export.lp' },
  ]);
  await opened.close();
  const later = await houseWith(context, join(folder, 'share'), join(folder, 'data'));
  expect(later.imports.view()).toEqual({ state: 'none' });
  expect(await days(later)).toEqual(before);
});

test('a person says what a series is, and one that is ended keeps what it wrote', async (context) => {
  const folder = tempDir(context);
  const opened = await houseWith(context, leftFolder(folder, { everyMs: 2000 }), join(folder, 'data'));
  const { imports, look, over } = opened;
  await look();
  const series = [
    { name: topicOf('total/grid_power') },
    { name: topicOf('total/mystery_figure'), metric: 'load.power', device: 'Old meter', factor: 10 },
  ] as const;
  const wrong = { ...request, series: [{ name: topicOf('total/pv_power'), metric: 'no.such' as 'pv.power' }] };
  await expect(imports.begin(wrong)).rejects.toMatchObject({ code: 'input.invalid', at: 'series' });
  await imports.begin({ ...request, series: [{ name: 'nobody' }] });
  expect(await over()).toMatchObject({ state: 'failed', failure: { code: 'import.not-found' } });
  const begun = await imports.begin({ ...request, series });
  expect(begun).toMatchObject({ state: 'running', request: { path: request.path } });
  await expect
    .poll(() => [imports.view().step, (imports.view().done ?? 0) > 0], { timeout: 60_000, interval: 5 })
    .toEqual(['writing', true]);
  expect(await imports.end()).toMatchObject({ state: 'ended' });
  await imports.begin({ ...request, series });
  const done = await over();
  expect(done.outcome?.leftOut).toBe(86_400);
  expect((done.outcome?.same?.points ?? 0) + (done.outcome?.added?.points ?? 0)).toBe(172_800);
  expect(done.outcome?.series.map(({ metric, device, factor }) => [metric, device, factor])).toEqual([
    ['pv.power', 'earlier', 1],
    [undefined, undefined, undefined],
    ['load.power', 'old-meter', 10],
  ]);
});

test.for(['ended', 'closed'] as const)(
  'one that is %s while it is being begun reads and writes nothing',
  async (how, context) => {
    const folder = tempDir(context);
    const share = leftFolder(folder, { days: 1 });
    const holds = { values: 1, fromMs: 0, toMs: 1, series: [], count: 1, unmapped: 0 };
    const look: PredecessorLook = {
      state: 'done',
      folder: share,
      found: [{ path: request.path, kind: 'export', what: because('import.nothing'), holds }],
    };
    const predecessor: PredecessorDesk = {
      view: () => look,
      begin: () => ({ ...look, isNew: false }),
      end: () => look,
    };
    const desk = openImportDesk({ folder, clock, log: makeLog('silent'), predecessor });
    const [asked, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let ends = 0;
    const ledger: ImportLedger = {
      expect: () => Promise.reject(new Error('it writes')),
      end: async () => (ends += 1),
      settled: async () => undefined,
      work: () => undefined,
    };
    const place: ImportPlace = {
      site,
      timeZone: 'UTC',
      history: undefined as never,
      devices: [],
      async begin() {
        asked.resolve();
        await goesOn.promise;
        return ledger;
      },
    };
    const begun = desk.begin(place, request);
    await asked.promise;
    const over = how === 'closed' ? desk.close() : desk.end(site);
    goesOn.resolve();
    await over;
    expect(await begun).toMatchObject({ state: 'ended' });
    expect(ends).toBe(1);
    const file = join(folder, 'import.json');
    const kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { site: string; starts: number })
      : undefined;
    // A home that is closed goes on with it, and that is no failure of it.
    const left = how === 'closed' ? [site, 0] : undefined;
    expect(kept && [kept.site, kept.starts]).toEqual(left);
  },
);
