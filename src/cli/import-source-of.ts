// The source of an import by what a person gave: a file looked at, a folder of text files, a server asked.
import { because, said } from '#core/reason.ts';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { Secret } from '#core/secrets.ts';
import { annotatedCsvSource, isAnnotatedCsv } from '#exchange/annotated-csv-source.ts';
import { csvSource } from '#exchange/csv-source.ts';
import { greenButtonSource, isGreenButton } from '#exchange/green-button-source.ts';
import { homeAssistantJsonSource } from '#exchange/home-assistant-json-source.ts';
import { homeAssistantSource } from '#exchange/home-assistant-source.ts';
import type { ImportSource, OpenBytes } from '#exchange/import-source.ts';
import { influxFilesSource, isInfluxFolder } from '#exchange/influx-files/influx-files-source.ts';
import { influxQuerySource } from '#exchange/influx-query-source.ts';
import { jsonLinesSource } from '#exchange/json-lines-source.ts';
import { lineProtocolSource } from '#exchange/line-protocol-source.ts';
import { type PrometheusFile, prometheusSource } from '#exchange/prometheus-source.ts';
import type { DecimalSign } from '#exchange/read-number.ts';
import type { DateOrder } from '#exchange/read-time.ts';

/** What a file can be. */
export type SourceKind =
  | 'csv'
  | 'annotated-csv'
  | 'green-button'
  | 'jsonl'
  | 'home-assistant'
  | 'line-protocol'
  | 'prometheus';

/** What a person says about a source. */
export interface SourceFlags {
  readonly kind?: SourceKind;
  readonly decimal?: DecimalSign;
  readonly dateOrder?: DateOrder;
  readonly meterValue?: 'sum' | 'state';
  readonly measurement?: string;
  readonly database: string;
  readonly user?: string;
}

/** What the program adds. */
export interface SourceFrame {
  /** IANA zone of times without an offset. */
  readonly timeZone: string;
  readonly password: Secret | undefined;
}

/** A source that is closed when it is no longer needed. */
export interface OpenSource extends ImportSource {
  /** File or server, for messages. */
  readonly at: string;
  close(): void;
}

const headBytes = 65_536;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Bytes of a file from its beginning, decompressed if it is compressed. */
function bytesOf(path: string, isPacked: boolean): OpenBytes {
  return () => {
    const file = createReadStream(path);
    if (!isPacked) return file;
    const unpacked = createGunzip();
    file.on('error', (error) => unpacked.destroy(error));
    unpacked.once('close', () => file.destroy());
    return file.pipe(unpacked);
  };
}

async function firstText(open: OpenBytes): Promise<string> {
  for await (const part of open()) return Buffer.from(part).toString('latin1').replace('\u00ef\u00bb\u00bf', '');
  return '';
}

/** A point of line protocol: a head, fields and a time, with blanks that are escaped or quoted inside them. */
const linePoint = /^(?:\\.|[^\s\\;])+ (?:\\.|[^\s\\=,])+=(?:"(?:\\.|[^"\\])*"|[^"])+ -?\d{10,19}$/;

/** What a text file is, by its first lines. */
function kindOf(text: string): SourceKind {
  const lines = text.split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (isAnnotatedCsv(text)) return 'annotated-csv';
  if (isGreenButton(text)) return 'green-button';
  if (/^\{.*"metric"/.test(first)) return 'jsonl';
  if (/^[[{]/.test(first)) return 'home-assistant';
  if (/^# (DDL|DML|INFLUXDB|writing|CONTEXT)/i.test(first)) return 'line-protocol';
  if (/^# (HELP|TYPE) /.test(first) || /^[a-zA-Z_:][\w:]*\{[^}]*\}\s+[-+\d.a-zA-Z]+/.test(first)) return 'prometheus';
  if (lines.some((line) => linePoint.test(line))) return 'line-protocol';
  return 'csv';
}

function database(path: string, flags: SourceFlags): OpenSource {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = { rows: (sql: string) => db.prepare(sql).iterate() };
  const { meterValue } = flags;
  const source = homeAssistantSource(rows, { file: path, ...(meterValue === undefined ? {} : { meterValue }) });
  return { ...source, at: path, close: () => db.close() };
}

function promFiles(folder: string): () => AsyncIterable<PrometheusFile> {
  return async function* () {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.prom'));
    const paths = names.map((name) => join(folder, name));
    const found = await Promise.all(paths.map(async (path) => ({ path, about: await stat(path) })));
    const files = found
      .filter(({ about }) => about.isFile())
      .map(({ path, about }) => ({ path, writtenMs: about.mtimeMs }));
    for (const { path, writtenMs } of files.toSorted((a, b) => a.writtenMs - b.writtenMs))
      yield { file: path, writtenMs, open: () => createReadStream(path) };
  };
}

function influxFiles(folder: string, { database, measurement }: SourceFlags): OpenSource {
  const options = { folder, database, ...(measurement === undefined ? {} : { measurement }) };
  return { ...influxFilesSource(options), at: folder, close: () => undefined };
}

/** A server and how it is asked. */
interface Server extends SourceFlags, SourceFrame {
  readonly url: URL;
}

async function* answerOf({ url: server, database: db, user, password }: Server, q: string) {
  const url = new URL('query', server.href.endsWith('/') ? server : `${server.href}/`);
  url.search = new URLSearchParams({ db, q, epoch: 'ms', chunked: 'true', chunk_size: '2000' }).toString();
  const account = `${user ?? ''}:${password?.reveal() ?? ''}`;
  const headers = user === undefined ? {} : { authorization: `Basic ${Buffer.from(account).toString('base64')}` };
  const at = server.host;
  const answer = await fetch(url, { headers, redirect: 'manual' }).catch((error: unknown) => {
    const why = said(error instanceof Error && error.cause !== undefined ? error.cause : error);
    throw new SolsteadError('link.unavailable', { at, why, cause: error });
  });
  if (answer.status === 401) throw new SolsteadError('access.credentials', { at });
  if (answer.body === null || (answer.status >= 300 && answer.status < 400))
    throw new SolsteadError('input.invalid', { at, why: because('server.answered', { status: answer.status }) });
  yield* Readable.fromWeb(answer.body) as AsyncIterable<Uint8Array>;
}

function server(url: URL, flags: SourceFlags, frame: SourceFrame): OpenSource {
  if (url.username !== '' || url.password !== '') {
    const why = because('flag.no-password');
    throw new SolsteadError('input.usage', { at: url.host, why });
  }
  const { measurement = 'state' } = flags;
  const source = influxQuerySource((q) => answerOf({ ...flags, ...frame, url }, q), { server: url.host, measurement });
  return { ...source, at: url.host, close: () => undefined };
}

async function textFile(bytes: OpenBytes, path: string, flags: SourceFlags & SourceFrame): Promise<ImportSource> {
  const { timeZone } = flags;
  const { kind = kindOf(await firstText(bytes)), decimal, dateOrder, measurement, meterValue } = flags;
  const rules = { file: path, timeZone, ...(dateOrder === undefined ? {} : { dateOrder }) };
  switch (kind) {
    case 'csv':
      return csvSource(bytes, { ...rules, ...(decimal === undefined ? {} : { decimal }) });
    case 'jsonl':
      return jsonLinesSource(bytes, rules);
    case 'line-protocol':
      return lineProtocolSource(bytes, { file: path, ...(measurement === undefined ? {} : { measurement }) });
    case 'green-button':
      return greenButtonSource(bytes, { file: path });
    case 'annotated-csv':
      return annotatedCsvSource(bytes, { file: path });
    case 'prometheus': {
      const writtenMs = (await stat(path)).mtimeMs;
      return prometheusSource(async function* () {
        yield { file: path, open: bytes, writtenMs };
      });
    }
    case 'home-assistant':
      return homeAssistantJsonSource(bytes, { file: path, ...(meterValue === undefined ? {} : { meterValue }) });
  }
}

/** Opens what a person named. Errors: `input.usage`, `input.invalid`, `link.unavailable`, `access.credentials`. */
export async function importSourceOf(given: string, flags: SourceFlags, frame: SourceFrame): Promise<OpenSource> {
  if (/^https?:\/\//i.test(given)) {
    if (!URL.canParse(given)) throw new SolsteadError('input.usage', { at: given, why: because('flag.no-address') });
    return server(new URL(given), flags, frame);
  }
  try {
    const found = await stat(given);
    // A pipe gives its bytes once, and an import reads twice; a device may never end.
    if (!found.isDirectory() && !found.isFile())
      throw new SolsteadError('input.usage', { at: given, why: because('file.special') });
    if (await isInfluxFolder(given)) return influxFiles(given, flags);
    if (found.isDirectory()) return { ...prometheusSource(promFiles(given)), at: given, close: () => undefined };
    const head = await headOf(given);
    if (head.subarray(0, 15).toString('latin1') === 'SQLite format 3') return database(given, flags);
    const source = await textFile(bytesOf(given, isGzip(head)), given, { ...flags, ...frame });
    return { ...source, at: given, close: () => undefined };
  } catch (error) {
    if (systemCode(error)?.startsWith('E') !== true) throw error;
    throw new SolsteadError('input.usage', { at: given, why: said(error), cause: error });
  }
}
