// For tests only: a home with something of everything, and all that a home holds, to be compared whole.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock as clock } from '#core/clock.ts';
import type { Aggregate, HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import type { RecordStore } from '#core/records.ts';
import { openFolder } from '#store/folder.ts';
import { type HomeStores, openHomeStores } from '../home-stores.ts';
import { makeLog } from '../log.ts';

/** A home that is open. */
export interface OpenedHome extends HomeStores {
  readonly path: string;
}

/** Opens the stores of a folder as a home that runs does; the rest of the options may be given. */
export async function openHome(
  path: string,
  options: Partial<Parameters<typeof openHomeStores>[1]> = {},
): Promise<OpenedHome> {
  const folder = openFolder(path);
  try {
    const log = makeLog('silent');
    const stores = await openHomeStores(folder, { clock, log, isTimeConfirmed: () => false, ...options });
    return {
      ...stores,
      path,
      async close() {
        await stores.close();
        folder.close();
      },
    };
  } catch (error) {
    folder.close();
    throw error;
  }
}

const hourMs = 3_600_000;
const qualities: readonly Quality[] = ['good', 'held', 'estimated', 'stale'];
/** An hour long ago. */
export const beginMs = 1_700_000_000_000 - (1_700_000_000_000 % hourMs);

/** One poll of the inverter. */
export const batchAt = (index: number): Batch => ({
  site: 'home',
  device: 'inverter',
  atMs: beginMs + index * 60_000,
  metric: ['pv.power', 'grid.power', 'inverter.mode'],
  value: [1000 * Math.abs(Math.sin(index / 100)), index % 700, `mode ${index}`],
  quality: [qualities[index % 4] ?? 'good', 'good', 'good'],
});

const sparse = (index: number): Batch => ({
  site: 'home',
  device: 'meter',
  atMs: beginMs + index * 900_000,
  metric: ['grid.energy.import'],
  value: [index],
  quality: ['good'],
});

async function fillRecords({ sites, devices, accounts, tokens, audit, ledger, dismissals, ...records }: RecordStore) {
  await sites.save({ id: 'home', name: 'Anna’s “house” 🏠', timeZone: 'Europe/Berlin', latitude: 52.5 });
  const device = { site: 'home', definition: 'pi30', address: 'tcp://10.0.0.9:502', settings: { retries: 2 } };
  for (const id of ['inverter', 'meter', 'old']) await devices.save({ ...device, id, name: `The ${id}` });
  await devices.remove('old', { atMs: beginMs, serial: 'old-1' });
  const account = { id: 'anna', name: 'Anna', passwordHash: '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA' };
  await accounts.saveFirst(account, [{ site: '*', may: 'owner' }]);
  const grants = [{ site: 'home', may: 'viewer' as const }];
  await tokens.save({ id: 't', name: 'HA', kind: 'token', tokenHash: 'ab'.repeat(32), grants, createdMs: beginMs });
  await records.brokerAccounts.save({ username: 'plug', passwordHash: 'x', topics: ['a/#'] });
  await dismissals.save({ site: 'home', subject: 'stuck', atMs: beginMs, account: 'Anna' });
  for (let index = 0; index < 50; index += 1)
    await audit.append({
      atMs: beginMs + index,
      site: 'home',
      principal: { id: 'anna', name: 'Anna', kind: 'person' },
      action: index % 2 === 0 ? 'set' : 'add device',
      subject: `thing ${index}`,
      outcome: index % 5 === 0 ? 'access.denied' : 'done',
    });
  const content = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
  const hours = Array.from({ length: 100 }, (_, index) => {
    const at = beginMs + index * hourMs;
    return { hourMs: at, affectsFromMs: at - (index % 3) * hourMs, readings: index, content };
  });
  await ledger.saveHours('home', { hours, done: [], next: [beginMs], days: [beginMs] });
  await ledger.saveDay(
    'home',
    { startMs: beginMs, endMs: beginMs + 24 * hourMs, totals: '{"a":1}', events: '[]', buckets: content },
    { fromMs: 0, toMs: 1 },
  );
  await ledger.saveDocument('home', { kind: 'tariff', id: 'now', atMs: beginMs, content: '{"price":"0.30 €"}' });
  const slot = { startMs: beginMs, endMs: beginMs + hourMs, value: '12345678901234567890' };
  await ledger.saveSlots('home', 'prices', [slot]);
}

/** Fills a home; `polls` of the inverter, a minute apart. */
export async function fillHome({ records, history, path }: OpenedHome, polls = 3000): Promise<void> {
  await fillRecords(records);
  for (let from = 0; from < polls; from += 500)
    await history.append(Array.from({ length: Math.min(500, polls - from) }, (_, index) => batchAt(from + index)));
  await history.append(Array.from({ length: Math.ceil(polls / 15) }, (_, index) => sparse(index)));
  await history.append([{ ...sparse(0), device: 'gone' }]);
  await history.forget('home', 'gone');
  await history.setRetention([{ site: 'home', metric: 'pv.power', rawDays: null }]);
  // Some of it in chunks and roll-ups, the rest in the log.
  await history.maintain(beginMs + polls * 30_000);
  for (const [name, text] of [
    ['devices/my meter.yaml', 'id: my-meter\n'],
    ['secrets/cloud.token', 'hush'],
    ['waiting/home.jsonl', ''],
  ] as const) {
    mkdirSync(join(path, name, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(join(path, name), text, { mode: 0o600 });
  }
}

/** Every row of every table. */
export function tables(path: string): Readonly<Record<string, readonly unknown[]>> {
  using db = new DatabaseSync(join(path, 'records.db'), { readOnly: true });
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  return Object.fromEntries(
    names
      .map(({ name }) => String(name))
      .filter((name) => !name.startsWith('kysely_') && name !== 'session' && name !== 'refresh')
      .map((name) => [
        name,
        db
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .map((row) => JSON.stringify(row))
          .toSorted(),
      ]),
  );
}

const everything = { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER };
const aggregates: readonly Aggregate[] = ['min', 'max', 'sum', 'count', 'first', 'last'];

/** Every point of every series with its quality, in order. */
export async function pointsOf(history: HistoryStore): Promise<ReadonlyMap<string, readonly string[]>> {
  const series = await seriesOf(history);
  const points = new Map<string, string[]>();
  for await (const { columns } of history.pages({ series, ...everything }))
    for (const { key, atMs, value, quality } of columns) {
      const own = points.getOrInsertComputed(`${key.site}/${key.device} ${key.metric}`, () => []);
      for (const [index, at] of atMs.entries()) own.push(`${at} ${value[index]} ${quality[index]}`);
    }
  return new Map([...points].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

async function seriesOf(history: HistoryStore): Promise<readonly SeriesKey[]> {
  return (await history.series('home')).toSorted((one, other) => (one.metric < other.metric ? -1 : 1));
}

async function rollUps(history: HistoryStore): Promise<readonly unknown[]> {
  const series = await seriesOf(history);
  const all: unknown[] = [];
  for (const stepMs of [300_000, hourMs, 24 * hourMs])
    for (const aggregate of aggregates) all.push(await history.range({ series, ...everything, stepMs, aggregate }));
  return all;
}

const folderFiles = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['devices', 'secrets', 'waiting'].flatMap((folder) =>
      readdirSync(join(path, folder)).map((name) => [
        `${folder}/${name}`,
        readFileSync(join(path, folder, name), 'latin1'),
      ]),
    ),
  );

/** What a history answers. */
export async function historyContents(history: HistoryStore) {
  const { points, series, retention } = await history.status();
  const last = (await history.lastValues()).map((one) => JSON.stringify(one)).toSorted();
  return {
    points: await pointsOf(history),
    rollUps: await rollUps(history),
    last,
    status: { points, series, retention },
  };
}

/** All that a home in a folder holds; its records are read from the file, not by the code that restores them. */
export async function homeContents({ path, records, history }: OpenedHome) {
  const checks = await records.audit.check();
  return {
    tables: tables(path),
    history: await historyContents(history),
    files: folderFiles(path),
    brokenChains: checks.filter(({ brokenAt }) => brokenAt !== undefined),
    lines: checks.map(({ last }) => last),
  };
}
