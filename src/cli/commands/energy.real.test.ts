// `solstead energy` as a person calls it: real processes over a month of 5-s samples, and over the history of a home.
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { commandContext } from '#main/command-context.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import type { Answer } from '../testing/energy-bench.ts';
import { energy } from './energy.ts';

const bin = join(import.meta.dirname, '../../../bin/solstead.js');
const hour = 3_600_000;
const day = 24 * hour;
const stepMs = 5000;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    input,
    timeout: 120_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
}

const ends: (() => void | Promise<void>)[] = [];
let folder = '';

beforeEach(() => {
  folder = tempDir({ onTestFinished: (end: () => void | Promise<void>) => void ends.push(end) });
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const pvAt = (at: number): number => Math.max(0, Math.round(4000 * Math.sin(((at % day) / day - 0.25) * 2 * Math.PI)));
const loadAt = (at: number): number => 400 + Math.round(300 * Math.sin(at / 700_000));

function* monthRows(fromMs: number, toMs: number): Generator<string> {
  yield 'time,pv.power,grid.power\n';
  for (let hourMs = fromMs; hourMs < toMs; hourMs += hour) {
    let rows = '';
    for (let at = hourMs; at < hourMs + hour; at += stepMs)
      rows += `${new Date(at).toISOString()},${pvAt(at)},${loadAt(at) - pvAt(at)}\n`;
    yield rows;
  }
}

const exact = (wh: number): number => Math.round(wh * 1000);
const keys = ['pv', 'import', 'export', 'load'] as const;

test('21: a month of 5-s samples with the March clock change: days are the month, to the milliwatt-hour', async () => {
  const file = join(folder, 'march.csv');
  const zone = 'Europe/Berlin';
  const [from, to] = ['2026-03-01', '2026-04-01'].map(
    (date) => Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds,
  );
  await pipeline(Readable.from(monthRows(from ?? 0, to ?? 0)), createWriteStream(file));
  const asked = (by: string): Answer => {
    const args = ['energy', '--readings', file, '--timezone', zone, '--tariff', 'preset:de-flat', '--by', by, '--json'];
    return JSON.parse(run(args).out) as Answer;
  };
  const days = asked('day');
  const [month, ...others] = asked('month').rows;
  expect(others).toEqual([]);
  expect(month).toMatchObject({ label: '2026-03', missing: 0, measured: 1 });
  expect(days.rows).toHaveLength(31);
  for (const key of keys)
    expect(days.rows.reduce((sum, row) => sum + exact(row[key] ?? Number.NaN), 0)).toBe(exact(month?.[key] ?? 0));
  const money = (row?: { readonly cost?: string }): bigint => moneyOf(row?.cost ?? '') ?? -1n;
  expect(days.rows.reduce((sum, row) => sum + money(row), 0n)).toBe(money(month));
  const short = days.rows[28];
  expect(Date.parse(short?.end ?? '') - Date.parse(short?.start ?? '')).toBe(23 * hour);
  let truth = 0;
  for (let at = from ?? 0; at < (to ?? 0); at += stepMs) truth += (pvAt(at) * stepMs) / hour;
  expect(month?.pv).toBeCloseTo(truth, 0);
}, 120_000);

async function home(data: string): Promise<void> {
  const lock = openFolder(data);
  const records = await openSqliteRecords({ folder: lock });
  await records.sites.save({ id: 'home', name: 'Home', timeZone: 'Australia/Lord_Howe' });
  await records.close();
  const history = await openSqliteHistory({ folder: lock });
  const from = Temporal.PlainDate.from('2026-04-05').toZonedDateTime('Australia/Lord_Howe').epochMilliseconds;
  const batches = Array.from(
    { length: 24.5 * 60 },
    (_none, index): Batch => ({
      site: 'home',
      device: 'meter',
      atMs: from + index * 60_000,
      metric: ['grid.power', 'battery.soc'],
      value: [1000, 50],
      quality: ['good', 'good'],
    }),
  );
  await history.append(batches);
  await history.close();
  lock.close();
}

test('the history of a home that stands still: its own zone, a day of 24.5 h; a folder in use is told', async () => {
  const data = join(folder, 'data');
  await home(data);
  const { code, out, err } = run(['energy', '--data', data, '--json', '--by', 'day']);
  expect([code, err]).toEqual([0, '']);
  const { rows, timeZone } = JSON.parse(out) as Answer;
  expect(timeZone).toBe('Australia/Lord_Howe');
  expect(rows.map(({ label, import: own, load }) => [label, own, load])).toEqual([['2026-04-05', 24_500, 24_500]]);
  const hours = JSON.parse(run(['energy', '--data', data, '--json', '--by', 'hour']).out) as Answer;
  expect(hours.rows.reduce((sum, row) => sum + exact(row.import ?? 0), 0)).toBe(24_500_000);
  const lock = openFolder(data);
  const locked = run(['energy', '--data', data]);
  lock.close();
  expect(locked.code).toBe(1);
  expect(locked.err).toContain('a running Solstead uses this folder');
  expect(run(['energy', '--data', join(folder, 'nowhere')]).code).toBe(2);
}, 60_000);

test('U7: a person at a terminal sees how far it is, and nothing of it stays', async () => {
  const data = join(folder, 'data');
  await home(data);
  let [out, err, ms] = ['', '', 0];
  await energy(
    { by: 'day', data },
    {
      stdin: Readable.from([]),
      out: { write: (text) => void (out += text) },
      err: { isTTY: true, write: (text) => void (err += text) },
      // Each look at this clock is a second later, so that every state of the line is shown.
      clock: { ...systemClock, monotonicMs: () => (ms += 1000) },
    },
    commandContext,
  );
  const shown = err.split('\r\u001b[K');
  expect(shown.some((text) => /^looking through history: \d+ values$/.test(text))).toBe(true);
  expect(shown).toContain('adding up');
  expect(shown.at(-1)).toBe('');
  expect(out).toContain('2026-04-05');
}, 60_000);

test('standard input, exit codes and one line for what is wrong', () => {
  const csv = 'time,metric,value\n2026-06-01T00:00,load.power,700\n2026-06-01T00:00:40,load.power,0\n';
  const good = run(['energy', '--readings', '-', '--timezone', 'Australia/Sydney', '--by', 'hour'], csv);
  expect([good.code, good.out]).toEqual([0, expect.stringMatching(/^2026-06-01T00:00\+10:00 +7\.8 /m)]);
  for (const [args, message] of [
    [['energy'], /^solstead: energy: name a file with --readings.*\n$/],
    [['energy', '--readings', 'nowhere.csv'], /^solstead: nowhere.csv: there is no such file\..*\n$/],
    [
      ['energy', '--readings', '-', '--by', 'fortnight'],
      /^solstead: option '--by <width>' argument 'fortnight' is invalid.*\n$/,
    ],
    [['energy', '--readings', '-', '--tarif', 'x'], /^solstead: unknown option '--tarif'.*--tariff.*\n$/],
    [['tariff', 'show', 'preset:zz-top'], /^solstead: preset:zz-top: no such preset.*\n$/],
    [['prices', 'check', 'nowhere.csv'], /^solstead: nowhere.csv: there is no such file\..*\n$/],
  ] as const) {
    const { code, err } = run(args, csv);
    expect([args, code, err]).toEqual([args, 2, expect.stringMatching(message)]);
  }
}, 60_000);

test('a pipe that nobody writes to, and a device that never ends, are refused with words', () => {
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  for (const path of [pipe, '/dev/zero']) {
    const { code, out, err } = run(['energy', '--readings', path]);
    expect([path, code, out]).toEqual([path, 2, '']);
    expect(err).toContain('give what comes out of it on the standard input');
  }
});
