// The ledger of a home at rest, as its commands see it: stored figures, and repairs that leave no trace when undone.
import { PassThrough } from 'node:stream';
import { beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { openHome, plantDays, site } from '#ledger/testing/ledger-home.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { commandContext as context } from '#main/command-context.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { energy, type EnergyFlags } from './energy.ts';
import { listCorrections, repair, type RepairFlags, type RepairKind, undoCorrection } from './repairs.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const startMs = Math.floor(systemClock.nowMs() / dayMs) * dayMs - 3 * dayMs;
const endMs = startMs + 2 * dayMs - hourMs;
const at = (ms: number): string => new Date(ms).toISOString();

interface Row {
  readonly label: string;
  readonly pvWh?: number;
  readonly importWh?: number;
}
interface Outcome {
  readonly repair?: { readonly id: string; readonly by: string };
  readonly before: readonly Row[];
  readonly after: readonly Row[];
}

const ends: (() => void | Promise<void>)[] = [];
const owner = { onTestFinished: (end: () => void | Promise<void>) => void ends.push(end) };
let data = '';
let web: readonly Row[] = [];

/** A home that ran two days, and stands still since. */
beforeAll(async () => {
  data = tempDir(owner);
  const home = await openHome(owner, { path: data, nowMs: endMs + 2 * hourMs, timeZone: 'UTC' });
  await home.ingest(plantDays(startMs, endMs).batches);
  await home.ledger.settlement.settled();
  web = (await home.energy.report({ fromMs: startMs, toMs: endMs, by: 'day' })).rows;
  await home.close();
  const folder = openFolder(data);
  const records = await openSqliteRecords({ folder });
  await records.sites.save({ id: site, name: 'Home', timeZone: 'UTC' });
  await records.close();
  folder.close();
  return async () => {
    for (const end of ends.toReversed()) await end();
  };
});

async function printed(run: (frame: Parameters<typeof listCorrections>[1]) => Promise<void>) {
  const out = new PassThrough();
  let text = '';
  out.on('data', (piece: Buffer) => (text += piece.toString()));
  await run({ out, err: { write: () => undefined }, context });
  return text;
}

const repaired = async (kind: RepairKind, isApplied: boolean, flags: Partial<RepairFlags>): Promise<Outcome> =>
  JSON.parse(
    await printed((streams) => repair({ kind, isApplied }, { data, json: true, why: 'tried', ...flags }, streams)),
  ) as Outcome;

async function told(flags: Partial<EnergyFlags> = {}) {
  const stdin = new PassThrough();
  const text = await printed((streams) =>
    energy({ data, by: 'day', json: true, ...flags }, { stdin, ...streams }, context),
  );
  return JSON.parse(text) as { rows: readonly Record<string, unknown>[]; sources: readonly { id: string }[] };
}

test('energy of a home at rest is what the web shows; flags of files are refused', async () => {
  const { rows, sources } = await told();
  expect(rows.map(({ label, pv, import: taken, load }) => [label, pv, taken, load])).toEqual(
    web.map((row) => [row.label, row.pvWh, row.importWh, (row as { loadWh?: number }).loadWh]),
  );
  expect(sources.map(({ id }) => id)).toContain('meter:grid.energy.import');
  await expect(told({ interval: 5 })).rejects.toMatchObject({ code: 'input.usage', at: '--interval' });
});

const cases: readonly (readonly [RepairKind, Partial<RepairFlags>])[] = [
  ['exclude', { source: 'roof:pv.energy', from: at(startMs + 10 * hourMs), to: at(startMs + 14 * hourMs) }],
  ['energy', { channel: 'import', from: at(startMs + hourMs), to: at(startMs + 2 * hourMs), energy: 4321 }],
  [
    'replacement',
    { source: 'meter:grid.energy.import', at: at(startMs + dayMs + 10 * hourMs), oldEnd: 1e7, newStart: 0 },
  ],
];

test.for(cases)(
  '%s: what is previewed is what is applied, and undone the rows are the former ones',
  async ([kind, flags]) => {
    const before = await told();
    const preview = await repaired(kind, false, flags);
    expect(await told()).toEqual(before);
    const applied = await repaired(kind, true, flags);
    expect([applied.before, applied.after]).toEqual([preview.before, preview.after]);
    expect(applied.before).not.toEqual([]);
    expect((await told()).rows).not.toEqual(before.rows);
    const { id = '', by = '' } = applied.repair ?? {};
    const list = await printed((streams) => listCorrections({ data }, streams));
    expect(list).toContain(id);
    expect(list).toContain(by);
    expect(await printed((streams) => undoCorrection(id, { data }, streams))).toContain(`Undone: ${id}.`);
    expect(await told()).toEqual(before);
  },
);

test('people read each figure before and after, and what is wrong in one line', async () => {
  const [kind, flags] = cases[1] ?? ['energy', {}];
  const text = await printed((streams) => repair({ kind, isApplied: false }, { data, ...flags }, streams));
  expect(text).toMatch(/→ 4\.|→ \d+\.\d{3}/);
  expect(text).toContain('Nothing was changed.');
  for (const [wrong, where, why] of [
    [{ source: 'roof:pv.enrgy' }, '--source', 'did you mean roof:pv.energy?'],
    [{ to: at(startMs) }, '--to', 'it ends before it begins'],
    [{ from: 'noon' }, '--from', ''],
  ] as const)
    await expect(repaired('exclude', false, { ...cases[0]?.[1], ...wrong })).rejects.toMatchObject({
      code: 'input.usage',
      at: where,
      message: expect.stringContaining(why) as unknown,
    });
  await expect(repaired('overrule', true, { event: 'x', book: 'yes' })).rejects.toMatchObject({ at: '--event' });
  await expect(repaired('exclude', false, {})).rejects.toMatchObject({ at: '--source' });
  await expect(repaired('exclude', true, { why: ' ' })).rejects.toMatchObject({ at: '--why' });
  await expect(printed((streams) => undoCorrection('repair-1', { data }, streams))).rejects.toMatchObject({
    at: 'repair-1',
  });
});

test('figures stay when history gives up its points', async () => {
  const before = await told();
  const folder = openFolder(data);
  const history = await openSqliteHistory({ folder });
  for (const device of ['roof', 'meter', 'pack']) await history.forget(site, device);
  await history.close();
  folder.close();
  expect((await told()).rows).toEqual(before.rows);
});
