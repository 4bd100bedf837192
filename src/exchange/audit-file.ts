// The audit log as a file: CSV for people, JSON lines for programs; newest lines first, some at a time.
import { stringify } from 'csv-stringify/sync';
import type { AuditFilter, AuditQuery, KeptAuditRecord } from '#core/audit.ts';
import { safeCell } from './text-cell.ts';

/** The formats of an audit export. */
export const auditFormats = ['csv', 'jsonl'] as const;

/** One of {@link auditFormats}. */
export type AuditFormat = (typeof auditFormats)[number];

/** Lines read at once. */
const atOnce = 500;

/** Reads lines before one, the newest first. */
export type AuditReader = (asked: AuditQuery) => Promise<readonly KeptAuditRecord[]>;

/** Media type of a format. */
export const auditMediaType = (format: AuditFormat): string =>
  format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';

const headings = ['line', 'time', 'site', 'kind', 'id', 'name', 'action', 'subject', 'outcome'];
const timeOf = (atMs: number): string => Temporal.Instant.fromEpochMilliseconds(Math.trunc(atMs)).toString();

function cellsOf({ line, atMs, site, principal, action, subject, outcome }: KeptAuditRecord): readonly string[] {
  const { id, kind, name } = principal;
  return [
    String(line),
    timeOf(atMs),
    ...[site, kind, id, name, action, subject, outcome].map((text) => safeCell(text ?? '')),
  ];
}

function textOf(lines: readonly KeptAuditRecord[], format: AuditFormat): string {
  if (format === 'csv') return stringify(lines.map((line) => [...cellsOf(line)]));
  return lines.map(({ atMs, ...line }) => `${JSON.stringify({ ...line, time: timeOf(atMs) })}\n`).join('');
}

/** Writes all lines there are, or those that are wanted. */
export async function* auditFile(
  read: AuditReader,
  format: AuditFormat,
  filter: AuditFilter = {},
): AsyncGenerator<Uint8Array> {
  if (format === 'csv') yield Buffer.from(stringify([headings]));
  for (let before: number | undefined; ; ) {
    const lines = await read({ ...filter, limit: atOnce, ...(before === undefined ? {} : { before }) });
    const last = lines.at(-1);
    if (last === undefined) return;
    yield Buffer.from(textOf(lines, format));
    before = last.line;
  }
}
