// The settled hours of a stretch of time, with those that were passed over because nothing was said in them for long.
import type { LedgerStore } from '#core/ledger.ts';
import { hourMs, type TimeRange } from '#core/time.ts';
import { emptyState } from '#energy/metering/settle.ts';
import { type KeptHour, unpackHour } from './packing.ts';

/** An hour of which nothing is known, counted by the options of the one before it. */
function passedHour(at: number, { options }: KeptHour): KeptHour {
  const nothing = { energies: [], known: [], allocations: [], coverage: [], events: [], compared: [] };
  const by = options === undefined ? {} : { options };
  return { fromMs: at, toMs: at + hourMs, firstMs: at, ...nothing, after: emptyState(at + hourMs), ...by };
}

/** In order of time; between the first settled hour of a home and the last none is missing. Errors: `store.*`. */
export async function wholeHours(
  store: Pick<LedgerStore, 'hours' | 'lastHour'>,
  site: string,
  span: TimeRange,
): Promise<readonly KeptHour[]> {
  const stored = (await store.hours(site, span)).map(unpackHour);
  if (stored.length >= (span.toMs - span.fromMs) / hourMs) return stored;
  const [before, last] = [await store.lastHour(site, span.fromMs), await store.lastHour(site)];
  const own = new Map(stored.map((hour) => [hour.fromMs, hour]));
  const all: KeptHour[] = [];
  let known = before === undefined ? undefined : unpackHour(before);
  const endMs = Math.min(span.toMs, last === undefined ? span.fromMs : last.hourMs + hourMs);
  for (let at = span.fromMs; at < endMs; at += hourMs) {
    const hour = own.get(at) ?? (known === undefined ? undefined : passedHour(at, known));
    if (hour === undefined) continue;
    all.push(hour);
    known = hour;
  }
  return all;
}
