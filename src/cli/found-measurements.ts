// What the earlier solar add-on (or an InfluxDB 1 of one's own) left in a folder, such as the shared one of Home Assistant: exports,
// backups, folders of a database, and the files of its settings. Looked for within bounds; nothing is opened but what is small.
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRecord } from '#core/entries.ts';
import { external } from '#core/message-params.ts';
import type { FoundLeft } from '#core/predecessor.ts';
import { because, type Reason } from '#core/reason.ts';
import { cut } from '#core/visible.ts';

/** What was found at a place; no secret of a file of settings is in it. */
export type FoundMeasurements = Pick<FoundLeft, 'path' | 'kind' | 'what'>;

/** How far is looked: folders below folders, names, found things; most of a file of settings, bytes. */
export const finderBounds = Object.freeze({ depth: 8, names: 20_000, found: 100, settingsBytes: 64 * 1024 });

const settingsNames = new Set([
  'settings.json',
  'options.json',
  'timezone.json',
  'tibber_config.json',
  'dynamic_pricing_config.json',
  'warnings_config.json',
  'telegram_config.json',
  'notification-rules.json',
]);

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Most letters of a setting that are told. */
const mostTold = 80;

/** A text of a setting that is no secret, its beginning; undefined for what is none. */
function textAt(document: unknown, ...keys: readonly string[]): string | undefined {
  const found = keys.map((key) => (isRecord(document) ? document[key] : undefined)).find((each) => each !== undefined);
  return (typeof found === 'string' && found !== '') || typeof found === 'number'
    ? cut(String(found), mostTold)
    : undefined;
}

/** What a file of settings says, and where that is set here. Keys and passwords are not repeated. */
function settingReason(name: string, document: unknown): Reason {
  switch (name) {
    case 'settings.json': {
      const zone = textAt(document, 'selectedZone');
      return zone === undefined ? because('found.no-zone') : because('found.zone', { zone: external(zone) });
    }
    case 'timezone.json': {
      const zone = textAt(document, 'timezone', 'timeZone');
      return zone === undefined ? because('found.no-time-zone') : because('found.time-zone', { zone: external(zone) });
    }
    case 'options.json': {
      const prefix = external(textAt(document, 'mqtt_topic_prefix') ?? 'solar_assistant');
      const [inverters = 1, batteries = 1] = ['inverter_number', 'battery_number'].map((key) => {
        const count = Number(textAt(document, key) ?? 1);
        return Number.isInteger(count) && count >= 0 ? count : 1;
      });
      return because('found.topics', { prefix, inverters, batteries });
    }
    case 'tibber_config.json':
    case 'dynamic_pricing_config.json':
      return because('found.prices');
    case 'telegram_config.json':
      return because('found.telegram');
    default:
      return because('found.rules');
  }
}

async function settingsAt(path: string): Promise<FoundMeasurements | undefined> {
  const name = basename(path);
  try {
    if ((await stat(path)).size > finderBounds.settingsBytes) return undefined;
    const text = await readFile(path, 'utf8');
    return { path, kind: 'settings', what: settingReason(name, JSON.parse(text)) };
  } catch {
    return { path, kind: 'settings', what: because('found.unreadable') };
  }
}

/** An export by its first bytes: as InfluxDB writes it, or packed, which its name has to say. */
async function exportAt(path: string): Promise<FoundMeasurements | undefined> {
  const head = await headOf(path).catch(() => Buffer.alloc(0));
  const isPacked = head[0] === 0x1f && head[1] === 0x8b && /\.(lp|txt|line)(\.gz)$/i.test(path);
  if (!isPacked && !/^# (INFLUXDB EXPORT|DDL)/.test(head.toString('latin1'))) return undefined;
  return { path, kind: 'export', what: because('found.export') };
}

/** A word of a command for a shell: names of folders come from outside, and spaces part words. */
const shellWord = (word: string): ReturnType<typeof external> =>
  external(/^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

/** What a folder is by the names in it: that of InfluxDB, or a portable backup. */
async function folderKind(path: string, names: readonly string[]): Promise<FoundMeasurements | undefined> {
  const manifests = names.filter((name) => name.endsWith('.manifest'));
  if (manifests.length > 0 && names.some((name) => name.endsWith('.meta'))) {
    return { path, kind: 'backup', what: because('found.backup', { path: shellWord(path) }) };
  }
  if (!names.includes('data') || !names.includes('meta')) return undefined;
  const databases = (await readdir(join(path, 'data')).catch(() => [])).filter((name) => !name.startsWith('_'));
  if (databases.length === 0) return undefined;
  return { path, kind: 'database', what: because('found.database', { names: external(databases.join(', ')) }) };
}

/** Looks through a folder. Links are not followed. Errors: what the system throws for the folder itself. */
export async function findMeasurements(folder: string): Promise<readonly FoundMeasurements[]> {
  const found: FoundMeasurements[] = [];
  let left = finderBounds.names;
  const look = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true });
    left -= entries.length;
    const names = entries.map(({ name }) => name);
    const whole = await folderKind(path, names);
    if (whole !== undefined) return void found.push(whole);
    for (const entry of entries.toSorted((one, other) => one.name.localeCompare(other.name))) {
      if (left <= 0 || found.length >= finderBounds.found) return;
      const at = join(path, entry.name);
      if (entry.isDirectory()) {
        // A folder that this user may not read hides what is in it, and nothing else.
        if (depth < finderBounds.depth && entry.name !== 'node_modules')
          await look(at, depth + 1).catch(() => undefined);
        continue;
      }
      if (!entry.isFile()) continue;
      const one = settingsNames.has(entry.name) ? await settingsAt(at) : await exportAt(at);
      if (one !== undefined) found.push(one);
    }
  };
  await look(folder, 0);
  return found;
}
