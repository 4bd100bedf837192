// The hash of a line of the audit log.
import { createHash } from 'node:crypto';

/** What precedes the first line. */
export const chainStart = '0'.repeat(64);

/** A line as it is hashed. */
export interface HashedLine
  extends Readonly<Record<'chain' | 'kind' | 'name' | 'action' | 'subject' | 'outcome', string>> {
  readonly seq: number;
  readonly atMs: number;
  readonly site: string | null;
  readonly principal: string | null;
}

/** SHA-256 over the hash of the line before and this line, hex. The order of the fields is part of the format. */
export function lineHash(before: string, line: HashedLine): string {
  const { chain, seq, atMs, site, principal, kind, name, action, subject, outcome } = line;
  const text = JSON.stringify([before, chain, seq, atMs, site, principal, kind, name, action, subject, outcome]);
  return createHash('sha256').update(text).digest('hex');
}
