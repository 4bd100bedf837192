// The files of a real InfluxDB 1 read without it: the same points that it answers, from tables and from the log, a killed one's too.
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { influxdb } from '#tools/testkit/influxdb.ts';
import type { ImportSource } from '../import-source.ts';
import { influxQuerySource } from '../influx-query-source.ts';
import { influxFilesSource } from './influx-files-source.ts';

vi.setConfig({ testTimeout: 120_000 });

const database = 'home_assistant';
/** Not a whole number of anything, as a server stamps what has no time. */
const firstNs = 1_767_225_600_123_456_789n;

/** A generator of numbers that is the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Lines of many shapes: even and uneven times, constant, rough, negative, tiny and huge values, whole numbers, switches, texts, odd names. */
function lines(count: number, fromNs: bigint): readonly string[] {
  const next = chance(7);
  const shapes: readonly (readonly [series: string, value: (row: number) => string, time: (row: number) => bigint])[] =
    [
      [
        'state,topic=solar_assistant/total/pv_power/state value',
        () => String(Math.round(next() * 5000)),
        (row) => BigInt(row) * 5_000_000_000n,
      ],
      [
        'state,topic=solar_assistant/total/grid_power/state value',
        () => String((next() - 0.5) * 1e4),
        (row) => BigInt(row) * 5_000_000_000n + BigInt(Math.floor(next() * 1e6)),
      ],
      [
        'state,topic=solar_assistant/battery_1/temperature/state value',
        () => '21.5',
        (row) => BigInt(row * row) * 1_000_000n,
      ],
      [
        'state,topic=odd\\ name\\,\\=x value',
        () => `${(next() - 0.5) * 10 ** Math.floor(next() * 300 - 150)}`,
        (row) => BigInt(row) * 977_777_777n,
      ],
      ['state,topic=whole whole', () => `${Math.floor((next() - 0.5) * 1e9)}i`, (row) => BigInt(row) * 60_000_000_000n],
      ['state,topic=counter whole', (row) => `${row * 7}i`, (row) => BigInt(row) * 60_000_000_000n],
      ['state,topic=switch isOn', () => (next() > 0.5 ? 'true' : 'false'), (row) => BigInt(row) * 60_000_000_000n],
      ['state,topic=text mode', (row) => `"mode ${row}"`, (row) => BigInt(row) * 60_000_000_000n],
      ['settings_changes,topic=other value', () => '1', (row) => BigInt(row) * 60_000_000_000n],
    ];
  return shapes.flatMap(([series, value, time]) =>
    Array.from({ length: count }, (_none, row) => `${series}=${value(row)} ${fromNs + time(row)}`),
  );
}

async function pointsOf(source: ImportSource): Promise<readonly string[]> {
  const points = new Map<string, number>();
  for await (const items of source.items())
    for (const item of items) {
      expect(item.kind).toBe('value');
      if (item.kind === 'value') points.set(`${item.series.name} ${item.atMs}`, item.value);
    }
  return [...points].map(([name, value]) => `${name} ${value}`).toSorted();
}

test('the tables and the log of a server give what it answers', async (context) => {
  const server = await influxdb(context, { isQuick: true });
  const ask = (path: string, body: string | URLSearchParams): Promise<Response> =>
    fetch(`${server.url}${path}`, { method: 'POST', body });
  await ask('/query', new URLSearchParams({ q: `CREATE DATABASE ${database}` }));
  const write = async (some: readonly string[]): Promise<void> => {
    for (let at = 0; at < some.length; at += 5000) {
      const answer = await ask(`/write?db=${database}`, some.slice(at, at + 5000).join('\n'));
      expect([answer.status, await answer.text()]).toEqual([204, '']);
    }
  };
  const files = (ending: string): readonly string[] =>
    readdirSync(server.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && name.includes(database))
      .map((name) => join(server.folder, name));
  await write(lines(2500, firstNs));
  await expect.poll(() => files('.tsm').length, { timeout: 30_000 }).toBeGreaterThan(0);
  // Written anew over some of it, and later than all of it: that is in the log alone.
  const later = lines(3000, firstNs + 2n * 3_600_000_000_000n);
  // Two points of one millisecond become one here: whichever comes last.
  await write(later.filter((line) => !line.includes('grid_power')).toReversed());
  const expected = await pointsOf(
    influxQuerySource(
      async function* (q) {
        const search = new URLSearchParams({ db: database, q, epoch: 'ms', chunked: 'true' }).toString();
        yield new Uint8Array(await (await fetch(`${server.url}/query?${search}`)).arrayBuffer());
      },
      { server: server.url, measurement: 'state' },
    ),
  );
  await server.stop();
  expect(expected.length).toBeGreaterThan(15_000);
  const options = { folder: server.folder, database };
  expect(await pointsOf(influxFilesSource(options))).toEqual(expected);
  expect((await pointsOf(influxFilesSource({ ...options, database: 'another' }))).length).toBe(expected.length);

  const log = files('.wal').findLast((path) => statSync(path).size > 0) ?? '';
  truncateSync(log, readFileSync(log).length - 7);
  const cut = await pointsOf(influxFilesSource(options));
  expect(cut.length).toBeLessThan(expected.length);
  expect(cut.length).toBeGreaterThan(0);
  const [table = ''] = files('.tsm');
  const bytes = readFileSync(table);
  writeFileSync(table, bytes.subarray(0, bytes.length - 100));
  await expect(pointsOf(influxFilesSource(options))).rejects.toMatchObject({ code: 'input.invalid', at: table });
});
