// How long it stays silent after hours in which nothing was said: until the next reading, or anything else that could change what an
// hour becomes.
import type { LedgerStore } from '#core/ledger.ts';
import type { HistoryReader } from '#core/history.ts';
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import type { Correction } from '#energy/metering/correction.ts';
import type { Rules } from './rules.ts';
import { seriesOfPlan } from './readings.ts';

/** What is looked at. */
export interface SilenceParts {
  readonly site: string;
  readonly store: Pick<LedgerStore, 'hours'>;
  readonly history: HistoryReader;
  readonly rules: Pick<Rules, 'planAt' | 'options'>;
  readonly corrections: readonly Correction[];
  /** Lets others have their turn. */
  pause(): Promise<void>;
}

/** Stored hours looked through at once: few at first, for there may be many after the silence. */
const look = { firstMs: 2 * dayMs, mostMs: 60 * dayMs } as const;

/** The first hour of a stretch that is stored. */
async function firstStored({ site, store }: SilenceParts, { fromMs, toMs }: TimeRange): Promise<number> {
  let width: number = look.firstMs;
  for (let at = fromMs; at < toMs; at += width, width = Math.min(2 * width, look.mostMs)) {
    const [first] = await store.hours(site, { fromMs: at, toMs: Math.min(toMs, at + width) });
    if (first !== undefined) return first.hourMs;
  }
  return toMs;
}

/** The first hour by another plan than the one before the stretch. */
async function firstOtherPlan({ rules, pause }: SilenceParts, { fromMs, toMs }: TimeRange): Promise<number> {
  const { options } = rules;
  const plan = rules.planAt(fromMs - hourMs, options);
  for (let at = fromMs; at < toMs; at += hourMs) {
    await pause();
    if (rules.planAt(at, options) !== plan) return at;
  }
  return toMs;
}

/** The hour of the first reading in a stretch of one plan. */
async function firstRead({ site, history, rules }: SilenceParts, { fromMs, toMs }: TimeRange): Promise<number> {
  const series = seriesOfPlan(site, rules.planAt(fromMs - hourMs, rules.options));
  if (series.length === 0) return toMs;
  const firsts = await history.range({ series, fromMs, toMs, limit: 1 });
  return firsts.reduce((least, { atMs: [first] }) => Math.min(least, first === undefined ? toMs : hourOf(first)), toMs);
}

/** Up to which hour nothing happens in a stretch that follows a silent hour, epoch ms. Errors: `store.*`. */
export async function silentUntil(parts: SilenceParts, { fromMs, toMs }: TimeRange): Promise<number> {
  // The meter that was replaced is counted from that moment on, also if it says nothing.
  const replaced = parts.corrections.flatMap((one) =>
    one.kind === 'replacement' && one.atMs >= fromMs ? [hourOf(one.atMs)] : [],
  );
  let until = replaced.reduce((least, at) => Math.min(least, at), toMs);
  for (const first of [firstStored, firstRead, firstOtherPlan]) until = await first(parts, { fromMs, toMs: until });
  return until;
}
