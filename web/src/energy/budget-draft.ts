// A limit as a person types it, and as it is saved.
import type { Budget } from '#api/tariffs.ts';

/** The limit in Wh, or in money as it was typed; undefined if it is not a number above 0. */
export function limitOf(entry: string, what: Budget['what']): string | undefined {
  const text = entry.trim().replace(',', '.');
  if (!/^\d+(\.\d{1,6})?$/.test(text) || Number(text) <= 0) return undefined;
  return what === 'cost' ? text : String(Math.round(Number(text) * 1e6) / 1000);
}
