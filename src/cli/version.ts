// The version of this Solstead, from its package.
import { readFileSync } from 'node:fs';

/** Version as in package.json, such as 0.1.0. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}
