// A series key as one text, to look it up by.
import type { SeriesKey } from '#core/history.ts';

/** A text that only this key has. */
export function keyText({ site, device, metric }: SeriesKey): string {
  return JSON.stringify([site, device, metric]);
}
