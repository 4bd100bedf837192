// The open pages of one stretch of at most an hour: what was booked in each of its minutes, and what it found for earlier time.
import { hourOf, minuteMs, type TimeRange } from '#core/time.ts';
import type { Booking, LedgerEvent, MilliWh, Rule } from '../types.ts';
import { eachMinute, type Coverage, type AllocationPart, type Allocation } from './allocation.ts';

/** Energy of one source under one channel by one rule, a number a minute. */
export interface MinuteEnergy {
  readonly source: string;
  readonly channel: Booking;
  readonly rule: Rule;
  readonly energy: number[];
}

/** For how long one source was known, ms a minute. */
export interface MinuteKnown {
  readonly source: string;
  readonly measuredMs: number[];
  readonly estimatedMs: number[];
}

/** Events of these kinds come in crowds: one an hour stands for all that are alike. */
const crowded: ReadonlySet<LedgerEvent['kind']> = new Set(['glitch', 'held', 'rejected', 'gap', 'stand-in']);

/** The id of an event; the same readings give the same again. */
export function eventId({ kind, source, atMs }: Pick<LedgerEvent, 'kind' | 'source' | 'atMs'>): string {
  return `${source}/${kind}/${crowded.has(kind) ? hourOf(atMs) : atMs}`;
}

/** Events of one id as one: counted, their energy summed, reported like the first. */
export function mergeEvents(events: readonly LedgerEvent[]): LedgerEvent[] {
  const merged = new Map<string, LedgerEvent>();
  for (const event of events) {
    const known = merged.get(event.id);
    const first = known === undefined || event.atMs < known.atMs ? event : known;
    const energy = event.energy + (known?.energy ?? 0);
    merged.set(event.id, { ...first, energy, count: event.count + (known?.count ?? 0) });
  }
  return [...merged.values()].sort((left, right) => left.atMs - right.atMs || (left.id < right.id ? -1 : 1));
}

/** Books of one stretch that lies within an hour. */
export class MinuteAccumulator {
  readonly stretch: TimeRange;
  /** Epoch ms of the first minute. */
  readonly firstMs: number;
  readonly minutes: number;
  readonly #energies = new Map<string, MinuteEnergy>();
  readonly #known = new Map<string, MinuteKnown>();
  readonly #events: LedgerEvent[] = [];
  readonly allocations: Allocation[] = [];
  readonly coverage: Coverage[] = [];

  constructor(stretch: TimeRange) {
    this.stretch = stretch;
    this.firstMs = Math.floor(stretch.fromMs / minuteMs) * minuteMs;
    this.minutes = Math.max(0, Math.ceil((stretch.toMs - this.firstMs) / minuteMs));
  }

  /** The open column of a source, channel and rule. */
  column(source: string, channel: Booking, rule: Rule): number[] {
    const key = `${source} ${channel} ${rule}`;
    let found = this.#energies.get(key);
    if (found === undefined) {
      found = { source, channel, rule, energy: Array.from({ length: this.minutes }, () => 0) };
      this.#energies.set(key, found);
    }
    return found.energy;
  }

  /** The open columns of how long a source is known. */
  known(source: string): MinuteKnown {
    let found = this.#known.get(source);
    if (found === undefined) {
      const empty = () => Array.from({ length: this.minutes }, () => 0);
      found = { source, measuredMs: empty(), estimatedMs: empty() };
      this.#known.set(source, found);
    }
    return found;
  }

  /** Books parts; those that begin before this stretch are kept whole, as an allocation. */
  book(to: Omit<MinuteEnergy, 'energy'>, parts: readonly AllocationPart[]): void {
    const earlier = parts.filter(({ fromMs, energy }) => fromMs < this.stretch.fromMs && energy !== 0);
    if (earlier.length > 0) this.allocations.push({ ...to, parts: earlier });
    const column = this.column(to.source, to.channel, to.rule);
    for (const part of parts) {
      if (part.fromMs < this.stretch.fromMs) continue;
      eachMinute(part, this.stretch, (minute, energy) => {
        const index = (minute - this.firstMs) / minuteMs;
        column[index] = (column[index] ?? 0) + energy;
      });
    }
  }

  /** Records that a source was known in a stretch. */
  covered(source: string, { fromMs, toMs }: TimeRange, isMeasured: boolean): void {
    const { fromMs: startMs, toMs: endMs } = this.stretch;
    if (fromMs < startMs) this.coverage.push({ source, fromMs, toMs: Math.min(toMs, startMs), isMeasured });
    const known = this.known(source);
    const column = isMeasured ? known.measuredMs : known.estimatedMs;
    let at = Math.max(fromMs, startMs);
    const until = Math.min(toMs, endMs);
    while (at < until) {
      const index = Math.floor((at - this.firstMs) / minuteMs);
      const edge = Math.min(this.firstMs + (index + 1) * minuteMs, until);
      column[index] = (column[index] ?? 0) + edge - at;
      at = edge;
    }
  }

  /** Records a decision. */
  tell(event: Omit<LedgerEvent, 'id' | 'count'>): void {
    this.#events.push({ ...event, id: eventId(event), count: 1 });
  }

  /** What was booked; columns without energy are left out. */
  energies(): MinuteEnergy[] {
    return [...this.#energies.values()].filter(({ energy }) => energy.some((one: MilliWh) => one !== 0));
  }

  knowns(): MinuteKnown[] {
    return [...this.#known.values()];
  }

  events(): LedgerEvent[] {
    return mergeEvents(this.#events);
  }
}
