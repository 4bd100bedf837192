// Every file of a data folder, harmed in every way that disks and people harm files, under a home that is opened whole: what can be saved is
// there, and what is lost, or was put right, is told in the health with the file and what helps. A home that was killed: part of it is in logs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import { inEnglish, type Reason } from '#core/reason.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHouse } from './house.ts';
import { makeLog } from './log.ts';
import { loadRegistry } from './user-devices.ts';
import { openVault } from './vault.ts';

const program = fileURLToPath(new URL('./testing/full-home-child.ts', import.meta.url));
const cleanups: (() => unknown)[] = [];
let [base, older] = ['', ''];

beforeAll(async () => {
  const owner = { onTestFinished: (end: () => unknown) => void cleanups.push(end) };
  [base, older] = [join(tempDir(owner), 'base'), join(tempDir(owner), 'older')];
  const child = spawn(process.execPath, [program, base], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  for await (const text of child.stdout) {
    if (String(text).includes('half')) {
      cpSync(base, older, { recursive: true });
      child.stdin.write('go on\n');
    }
    if (String(text).includes('ready')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
}, 90_000);
afterAll(async () => {
  for (const end of cleanups.toReversed()) await end();
});

const isFolder = (path: string): boolean => statSync(path).isDirectory();

/** Where content ends: behind it a file holds zeros for what is to come. */
function contentOf(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

function flip(path: string, share: number): void {
  const bytes = readFileSync(path);
  const at = Math.floor(contentOf(bytes) * share);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  writeFileSync(path, bytes);
}

/** Ways of harm; those of files say nothing of a folder. */
const harms = {
  missing: (path: string) => rmSync(path, { recursive: true }),
  older: (path: string, name: string) => {
    rmSync(path, { recursive: true });
    cpSync(join(older, name), path, { recursive: true });
  },
  empty: (path: string) => {
    if (!isFolder(path)) return truncateSync(path, 0);
    rmSync(path, { recursive: true });
    mkdirSync(path, { mode: 0o700 });
  },
  half: (path: string) => truncateSync(path, Math.floor(contentOf(readFileSync(path)) / 2)),
  // In a page that the log of the file has no newer one of: there it would count for nothing.
  flipped: (path: string) => flip(path, 0.3),
  'flipped near the end': (path: string) => flip(path, 0.97),
  'of another kind': (path: string) => {
    const wasFolder = isFolder(path);
    rmSync(path, { recursive: true });
    if (wasFolder) writeFileSync(path, 'x', { mode: 0o600 });
    else mkdirSync(path, { mode: 0o700 });
  },
  'a link to nowhere': (path: string) => {
    rmSync(path, { recursive: true });
    symlinkSync('/nowhere/at/all', path);
  },
  unreadable: (path: string) => chmodSync(path, 0),
  'open to all': (path: string) => chmodSync(path, isFolder(path) ? 0o755 : 0o644),
} satisfies Readonly<Record<string, (path: string, name: string) => void>>;
type Harm = keyof typeof harms;

/** Codes of a reason and of those inside it. */
function codesOf({ code, params }: Reason): readonly string[] {
  const inside = Object.values(params).filter((one): one is Reason => typeof one === 'object' && 'code' in one);
  return [code, ...inside.flatMap(codesOf)];
}

/** What a home that opened lacks of what the killed one had. */
async function lacks(path: string, house: Awaited<ReturnType<typeof openHouse>>): Promise<readonly string[]> {
  const retained = 2 - (house.broker.kept?.().retained ?? 0);
  const vault = await openVault(path, () => undefined);
  const secret = await vault.secrets.read('device.roof').then(
    (found) => found?.reveal(),
    () => undefined,
  );
  const isOwned = await house.records.accounts.any();
  await house.close();
  const points = await pointsIn(path);
  return [
    ...(isOwned ? [] : ['owner']),
    ...(points === 59 ? [] : [`${59 - points} values`]),
    ...(retained === 0 ? [] : [`${retained} retained`]),
    ...(secret === 'word 1' ? [] : ['secret']),
  ];
}

async function pointsIn(path: string): Promise<number> {
  const folder = { path, close: () => undefined };
  const store = await openSqliteHistory({ folder }).catch(() => undefined);
  const series = [{ site: 'home', device: 'roof', metric: 'pv.power' }] as const;
  const [found] = (await store?.range({ series, fromMs: 0, toMs: 4e12 }).catch(() => undefined)) ?? [];
  await store?.close();
  return found?.atMs.length ?? 0;
}

/** Opens a home and says in a line how it went: `up` or `refused`, the codes that are told, and what is missing. */
async function outcome(path: string): Promise<string> {
  const options = { folder: path, clock, log: makeLog('silent'), findPorts: async () => [] };
  try {
    const registry = await loadRegistry(undefined, path);
    const house = await openHouse({ ...options, registry, broker: { host: '127.0.0.1', port: 0 } });
    const issues = await house.hub.healthIssues();
    const told = issues.filter(
      ({ reason }) => reason.code !== 'clock.waiting' && !inEnglish(reason).includes('own.yaml'),
    );
    for (const { reason } of told) expect(inEnglish(reason)).toMatch(/home\.json|\.db|journal|secrets|waiting|devices/);
    const waits = issues.some(({ reason }) => reason.code === 'clock.waiting') ? [] : ['waiting'];
    const missing = [...(await lacks(path, house)), ...waits];
    const codes = [...new Set(told.flatMap(({ reason }) => codesOf(reason)))].filter((code) => code !== 'outside.at');
    return ['up', ...codes, ...(missing.length === 0 ? [] : ['lacks', missing.join(', ')])].join(' ');
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
    if (!messageOf(error).includes(path)) throw error;
    return `refused ${error.code} ${error.reason?.code ?? ''}`;
  }
}

/** What is expected of a file harmed in these ways. */
const table: readonly (readonly [file: string, harms: readonly Harm[], expected: string])[] = [
  ['home.json', ['missing', 'a link to nowhere'], 'up home.renewed'],
  ['home.json', ['older'], 'up'],
  ['home.json', ['empty', 'half', 'flipped', 'flipped near the end'], 'up home.set-aside'],
  ['home.json', ['of another kind'], 'refused store.failed store.no-file'],
  ['home.json', ['unreadable'], 'refused store.failed outside.said'],
  ['records.db', ['missing', 'a link to nowhere'], 'refused store.corrupt store.sibling-missing'],
  ['records.db', ['older', 'open to all'], 'up'],
  ['records.db', ['empty'], 'refused store.corrupt store.empty'],
  ['records.db', ['half'], 'refused store.corrupt outside.said'],
  ['records.db', ['flipped', 'flipped near the end'], 'up bits.mended'],
  ['records.db', ['of another kind'], 'refused store.corrupt store.no-file'],
  ['records.db', ['unreadable'], 'refused folder.unwritable outside.said'],
  ['records.db-wal', ['missing', 'empty'], 'refused store.corrupt store.owner-missing'],
  ['records.db-wal', ['older', 'half'], 'up store.older'],
  ['records.db-wal', ['flipped', 'flipped near the end'], 'up bits.mended'],
  ['records.db-wal', ['of another kind'], 'refused store.corrupt store.no-file'],
  ['records.db-wal', ['unreadable'], 'refused folder.unwritable outside.said'],
  ['records.db-sums', ['missing', 'older', 'flipped', 'of another kind'], 'up'],
  ['history.db', ['missing'], 'up store.sibling-missing lacks 59 values'],
  ['history.db', ['older'], 'up pages.changed lacks 29 values'],
  ['history.db', ['empty'], 'up store.empty lacks 59 values'],
  ['history.db', ['half', 'unreadable'], 'up outside.said lacks 59 values'],
  ['history.db', ['flipped'], 'up bits.mended'],
  // Its last pages may be in the log too, by how far that was put away before the kill: those count for nothing.
  ['history.db', ['flipped near the end'], 'up( bits.mended)?'],
  ['history.db', ['of another kind'], 'up store.no-file lacks 59 values'],
  ['history.db-wal', ['missing', 'empty', 'half'], 'up'],
  ['history.db-wal', ['older'], 'up history.damage store.rows-lost'],
  ['history.db-wal', ['flipped', 'flipped near the end'], 'up bits.mended'],
  ['history.db-wal', ['of another kind'], 'up store.no-file lacks 59 values'],
  ['history.db-wal', ['unreadable'], 'up outside.said lacks 59 values'],
  ['history.db-log0', ['missing', 'older', 'empty'], 'up history.damage store.rows-lost lacks 9 values'],
  ['history.db-log0', ['half'], 'up history.damage store.rows-lost lacks 5 values'],
  ['history.db-log0', ['flipped', 'flipped near the end'], 'up bits.mended'],
  ['history.db-log0', ['of another kind'], 'up store.no-file lacks 59 values'],
  ['history.db-log0', ['a link to nowhere'], 'up file.missing lacks 59 values'],
  ['history.db-log0', ['unreadable'], 'up outside.said lacks 59 values'],
  ['history.db-end', ['missing', 'older', 'flipped', 'of another kind'], 'up'],
  ['history.db-sums', ['missing', 'flipped', 'of another kind'], 'up'],
  ['history.db-sums', ['older'], 'up pages.changed'],
  ['broker.journal', ['missing'], 'up home.file-lost lacks 2 retained'],
  ['broker.journal', ['older', 'flipped near the end'], 'up journal.short lacks 1 retained'],
  ['broker.journal', ['empty'], 'up journal.empty lacks 2 retained'],
  ['broker.journal', ['half'], 'up journal.short lacks 2 retained'],
  ['broker.journal', ['flipped'], 'up journal.gaps lacks 1 retained'],
  ['broker.journal', ['of another kind'], 'up journal.set-aside file.folder lacks 2 retained'],
  ['broker.journal', ['a link to nowhere'], 'up home.file-lost journal.set-aside file.missing lacks 2 retained'],
  ['broker.journal', ['unreadable'], 'up journal.set-aside outside.said lacks 2 retained'],
  ['secrets', ['missing', 'empty'], 'up secret.key-lost file.missing lacks secret'],
  ['secrets', ['older'], 'up secret.not-latest lacks secret'],
  ['secrets', ['of another kind'], 'up secret.key-lost file.no-folder lacks secret'],
  ['secrets', ['unreadable'], 'up secret.key-lost outside.said lacks secret'],
  ['secrets/key', ['missing'], 'up secret.key-lost file.missing lacks secret'],
  ['secrets/key', ['older', 'open to all'], 'up'],
  ['secrets/key', ['empty', 'half'], 'up secret.key-lost secret.key lacks secret'],
  // The key is random: a bit that is turned makes another letter of it, or none that it may have.
  ['secrets/key', ['flipped', 'flipped near the end'], 'up secret.key-lost secret.(key|other-key) lacks secret'],
  ['secrets/key', ['of another kind'], 'up secret.key-lost store.no-file lacks secret'],
  ['secrets/key', ['unreadable'], 'up secret.key-lost outside.said lacks secret'],
  ['secrets/device.roof', ['missing', 'older'], 'up secret.not-latest lacks secret'],
  [
    'secrets/device.roof',
    ['empty', 'half', 'flipped', 'flipped near the end'],
    'up secret.unopened secret.changed lacks secret',
  ],
  ['secrets/device.roof', ['of another kind'], 'up secret.unopened store.no-file lacks secret'],
  ['secrets/device.roof', ['unreadable'], 'up secret.unopened outside.said lacks secret'],
  ['secrets/device.roof', ['open to all'], 'up secret.unopened secret.open lacks secret'],
  ['waiting', ['missing', 'empty', 'a link to nowhere'], 'up waiting.short lacks waiting'],
  ['waiting', ['older'], 'up waiting.short'],
  ['waiting', ['of another kind'], 'up waiting.unusable file.no-folder eras.unusable lacks waiting'],
  ['waiting', ['unreadable'], 'up waiting.unusable outside.said eras.unusable lacks waiting'],
  ['waiting/home.jsonl', ['missing', 'empty'], 'up waiting.short lacks waiting'],
  ['waiting/home.jsonl', ['older', 'half'], 'up waiting.short'],
  ['waiting/home.jsonl', ['flipped', 'flipped near the end'], 'up waiting.damaged'],
  ['waiting/home.jsonl', ['of another kind'], 'up waiting.set-aside store.no-file lacks waiting'],
  ['waiting/home.jsonl', ['unreadable'], 'up waiting.set-aside outside.said lacks waiting'],
  ['waiting/home.eras.jsonl', ['missing', 'flipped'], 'up'],
  ['waiting/home.eras.jsonl', ['of another kind'], 'up eras.unusable store.no-file'],
  ['waiting/home.eras.jsonl', ['unreadable'], 'up eras.unusable outside.said'],
  // Witnesses: what they are of is whole.
  ['ends', ['missing', 'empty', 'of another kind', 'a link to nowhere'], 'up'],
  [
    'ends/broker.journal',
    ['missing', 'older', 'empty', 'half', 'flipped', 'of another kind', 'a link to nowhere'],
    'up',
  ],
  ['ends/waiting.home', ['missing', 'older', 'empty', 'half', 'flipped', 'of another kind', 'a link to nowhere'], 'up'],
  ['ends/secrets', ['missing', 'empty', 'half', 'flipped', 'of another kind', 'a link to nowhere'], 'up'],
  // What it says is not what is there.
  ['ends/secrets', ['older'], 'up secret.not-latest'],
  ['devices', ['missing'], 'up'],
  ['devices', ['unreadable'], 'up devices.left-out outside.said'],
  ['devices', ['of another kind'], 'up devices.left-out file.no-folder'],
  ['devices/own.yaml', ['missing', 'of another kind'], 'up'],
  ['lock.db', ['missing'], 'up'],
  ['lock.db', ['of another kind'], 'refused folder.unwritable store.no-file'],
];

/** Rights mean nothing to the administrator. */
const mayReadAll = process.getuid?.() === 0;
const cells = table.flatMap(([file, ways, expected]) =>
  ways.flatMap((harm) => (harm === 'unreadable' && mayReadAll ? [] : [[file, harm, expected] as const])),
);

test('a killed home that nothing happened to has everything, and nothing is told', async (context) => {
  const path = join(tempDir(context), 'home');
  cpSync(base, path, { recursive: true });
  expect(await outcome(path)).toBe('up');
});

test.for(cells)('%s %s: %s', async ([file, harm, expected], context) => {
  const path = join(tempDir(context), 'home');
  cpSync(base, path, { recursive: true });
  const target = join(path, file);
  context.onTestFinished(() => {
    if (harm === 'unreadable' && existsSync(target)) chmodSync(target, 0o700);
  });
  harms[harm](target, file);
  expect(await outcome(path)).toMatch(new RegExp(`^${expected.replaceAll('.', String.raw`\.`)}$`));
});
