// Reports when a source was silent and another was booked in its place, a decision a minute; those of an hour become one event.
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import type { Booking } from '../types.ts';
import { firstAt, seriesOf, type SeriesSet } from './columns.ts';
import type { MinuteAccumulator } from './minute-accumulator.ts';
import { doesBook, metricsOf, type MeterPlan, type Source } from './plan.ts';
import type { CounterState } from './counter-state.ts';
import type { PowerState } from './power.ts';
import {
  bestSpeakers,
  presentMs,
  type SideVoice,
  type Speaker,
  speakersOf,
  spokenBy,
  type Voice,
  voiceOfThose,
} from './voices.ts';

/** What is known about sources at a moment. */
interface LedgerState {
  readonly counters: Readonly<Record<string, CounterState>>;
  readonly powers: Readonly<Record<string, PowerState>>;
}

/** What is looked at. */
interface Heard {
  readonly plan: MeterPlan;
  readonly book: MinuteAccumulator;
  readonly before: LedgerState;
  readonly series: SeriesSet;
}

/** Whether a source had spoken before a moment: one that was not there yet is not missed. */
function wasHeard(source: Source, { before, series, book }: Heard, atMs: number): boolean {
  if (before.counters[source.id]?.good !== undefined) return true;
  if (before.powers[source.id]?.last.some((one) => one !== null) === true) return true;
  return metricsOf(source).some((metric) => {
    const own = seriesOf(series, source.device, metric);
    return (own.atMs[firstAt(own, book.stretch.fromMs)] ?? Number.POSITIVE_INFINITY) < atMs;
  });
}

/** ms of a minute for which a source is known; a counter that was read recently also covers the time since. */
function knownMs(source: Source, { book, last }: Heard & { readonly last: LedgerState }, minute: number): number {
  const known = book.known(source.id);
  const own = (known.measuredMs[minute] ?? 0) + (known.estimatedMs[minute] ?? 0);
  if (source.kind === 'power') return own;
  const { toMs } = book.stretch;
  const goodMs = last.counters[source.id]?.good?.atMs ?? Number.NEGATIVE_INFINITY;
  const isSoon = toMs - goodMs <= source.gapLimitMs && book.firstMs + (minute + 1) * minuteMs > goodMs;
  const startMs = Math.max(book.firstMs + minute * minuteMs, book.stretch.fromMs);
  return isSoon ? Math.min(toMs, book.firstMs + (minute + 1) * minuteMs) - startMs : own;
}

/** The part of a minute from which on it is reported. */
const worthTelling = 0.5;

/** The sources booked under a channel, and for how much of each minute they are known. */
interface ChannelKnown {
  readonly own: readonly Source[];
  readonly columns: ReadonlyMap<string, readonly number[]>;
}

function channelKnown(heard: Heard & { readonly last: LedgerState }, voice: Voice, channel: Booking): ChannelKnown {
  const ids = new Set(speakersOf(voice).flatMap(({ sources }) => sources));
  const own = heard.plan.sources.filter((source) => ids.has(source.id) && doesBook(source, channel));
  const minutes = Array.from({ length: heard.book.minutes }, (_none, minute) => minute);
  const columns = new Map(own.map((one) => [one.id, minutes.map((minute) => knownMs(one, heard, minute))]));
  return { own, columns };
}

/** Which source was silent in a minute of a channel, and which was booked instead. */
function standingIn(
  heard: Heard,
  { own, columns }: ChannelKnown,
  { voice, minute }: Pick<SideVoice, 'voice'> & { readonly minute: number },
): { readonly silent: string; readonly instead: readonly string[] } | undefined {
  const knows = (id: string): number => columns.get(id)?.[minute] ?? 0;
  const atMs = heard.book.firstMs + minute * minuteMs;
  // One that was removed is not silent: it is no part of the home any more.
  const there = voiceOfThose(voice, (speaker) => presentMs(speaker, atMs) > 0);
  if (there === undefined) return undefined;
  const bestIds = new Set(bestSpeakers(there).flatMap(({ sources }) => sources));
  const isSilent = (source: Source): boolean => knows(source.id) < minuteMs / 2 && wasHeard(source, heard, atMs);
  const silent = own.find((source) => bestIds.has(source.id) && isSilent(source));
  if (silent === undefined) return undefined;
  const idsOf = ({ sources }: Speaker): string[] => own.map(({ id }) => id).filter((id) => sources.includes(id));
  const known = (speaker: Speaker): number => leastOf(idsOf(speaker).map(knows));
  const standing = spokenBy(there, known).filter(({ isStandIn, share }) => isStandIn && share >= worthTelling);
  if (standing.length === 0) return undefined;
  return { silent: silent.id, instead: standing.flatMap(({ speaker }) => idsOf(speaker)) };
}

/** Reports the minutes of a stretch in which a source stood in for another; `last` is the state after it. */
export function tellStandIns(heard: Heard, last: LedgerState): void {
  const { plan, book } = heard;
  const energies = book.energies();
  for (const { voice, channels } of plan.sides ?? []) {
    const all = channels.map((channel) => ({ channel, known: channelKnown({ ...heard, last }, voice, channel) }));
    for (let minute = 0; minute < book.minutes; minute += 1) {
      const told = new Map<string, { readonly instead: Set<string>; energy: number }>();
      for (const { channel, known } of all) {
        const found = standingIn(heard, known, { voice, minute });
        if (found === undefined) continue;
        const { silent, instead } = found;
        const one = told.getOrInsertComputed(silent, () => ({ instead: new Set<string>(), energy: 0 }));
        for (const id of instead) one.instead.add(id);
        for (const { source, channel: booked, energy } of energies)
          if (booked === channel && instead.includes(source)) one.energy += energy[minute] ?? 0;
      }
      for (const [source, { instead, energy }] of told) {
        const reason = because('source.stood-in', { source, instead: [...instead] });
        book.tell({ atMs: book.firstMs + minute * minuteMs, source, kind: 'stand-in', energy, reason });
      }
    }
  }
}

const leastOf = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(minuteMs, ...values));
