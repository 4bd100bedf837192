// One hour of a home, minute by minute, put together from all that was settled for it.
import { hourMs, minuteMs, type TimeRange } from '#core/time.ts';
import type { Booking, Channel, Rule } from '../types.ts';
import { eachMinute, type Coverage, type Allocation } from './allocation.ts';
import type { SetEnergy } from './correction.ts';
import type { MinuteEnergy } from './minute-accumulator.ts';
import type { ChargeSeen, Settled } from './settle.ts';

/** What buckets read of a settled stretch; its minutes may be kept as any columns of numbers. */
export interface SettledMinutes extends Pick<Settled, 'firstMs' | 'toMs' | 'allocations' | 'coverage' | 'soc'> {
  readonly energies: readonly (Omit<MinuteEnergy, 'energy'> & { readonly energy: ArrayLike<number> })[];
  readonly known: readonly {
    readonly source: string;
    readonly measuredMs: ArrayLike<number>;
    readonly estimatedMs: ArrayLike<number>;
  }[];
  readonly awayMs?: ArrayLike<number>;
  /** The state after it; needed where it ends within an hour. */
  readonly after?: Settled['after'];
}

/** What a source booked under a channel by a rule, mWh a minute. */
export interface Line {
  readonly source: string;
  readonly channel: Booking;
  readonly rule: Rule;
  readonly energy: number[];
}

/** How well something is known, ms a minute. */
export interface Knowing {
  readonly measuredMs: number[];
  readonly estimatedMs: number[];
}

/** Minutes of an hour. */
export const minutesAnHour = hourMs / minuteMs;
/** The source the derived channel is booked under. */
export const home = 'home';

/** Minutes of an hour. Plain numbers: typed arrays lie outside the heap and are costly to make by the thousand. */
export const emptyMinutes = (): number[] => Array.from({ length: minutesAnHour }, () => 0);

/** Nothing is known. */
export const emptyKnowing = (): Knowing => ({
  measuredMs: emptyMinutes(),
  estimatedMs: emptyMinutes(),
});

/** One hour, put together from all that was settled for it. */
export class HourSheet {
  readonly fromMs: number;
  readonly lines = new Map<string, Line>();
  readonly known = new Map<string, Knowing>();
  /** How well a channel is known, if that is not as its least known source. */
  readonly channels = new Map<Channel, Knowing>();
  /** The same for circuits, by the side that speaks for them. */
  readonly circuits = new Map<string, Knowing>();
  /** ms of each minute without a grid to import from. */
  readonly awayMs = emptyMinutes();
  /** Minutes in which nothing can balance, because a side is not known. */
  readonly unbalanced = new Set<number>();
  /** Minutes for which a person said what was bought or sold. */
  readonly givenGrid = new Set<number>();
  /** States of charge that the batteries reported. */
  readonly charge: ChargeSeen[] = [];
  /** How much their power and their charge disagree, mWh a minute. */
  chargeErrors = emptyMinutes();
  readonly #stretch: TimeRange;

  constructor(fromMs: number) {
    this.fromMs = fromMs;
    this.#stretch = { fromMs, toMs: fromMs + hourMs };
  }

  line({ source, channel, rule }: Omit<Line, 'energy'>): Line {
    const key = `${source} ${channel} ${rule}`;
    let found = this.lines.get(key);
    if (found === undefined) {
      found = { source, channel, rule, energy: emptyMinutes() };
      this.lines.set(key, found);
    }
    return found;
  }

  knowing(source: string): Knowing {
    let found = this.known.get(source);
    if (found === undefined) {
      found = emptyKnowing();
      this.known.set(source, found);
    }
    return found;
  }

  /** Where the open time ends, and when each counter was read last, epoch ms; absent in a complete hour. */
  open: { readonly atMs: number; readonly readMs: (source: string) => number | undefined } | undefined;

  #add(into: number[], from: ArrayLike<number>, firstMs: number): void {
    const offset = (firstMs - this.fromMs) / minuteMs;
    for (let index = 0; index < from.length; index += 1) {
      const at = offset + index;
      if (at >= 0 && at < minutesAnHour) into[at] = (into[at] ?? 0) + (from[index] ?? 0);
    }
  }

  take({ firstMs, energies, known, awayMs = [], soc = [] }: SettledMinutes): void {
    this.#add(this.awayMs, awayMs, firstMs);
    this.charge.push(...soc);
    for (const one of energies) this.#add(this.line(one).energy, one.energy, firstMs);
    for (const one of known) {
      const own = this.knowing(one.source);
      this.#add(own.measuredMs, one.measuredMs, firstMs);
      this.#add(own.estimatedMs, one.estimatedMs, firstMs);
    }
  }

  allocate(allocation: Allocation): void {
    const { energy } = this.line(allocation);
    for (const part of allocation.parts) {
      eachMinute(part, this.#stretch, (minute, own) => {
        const at = (minute - this.fromMs) / minuteMs;
        energy[at] = (energy[at] ?? 0) + own;
      });
    }
  }

  covered({ source, fromMs, toMs, isMeasured }: Coverage): void {
    const own = this.knowing(source);
    const column = isMeasured ? own.measuredMs : own.estimatedMs;
    let at = Math.max(fromMs, this.fromMs);
    const until = Math.min(toMs, this.#stretch.toMs);
    while (at < until) {
      const index = Math.floor((at - this.fromMs) / minuteMs);
      const edge = Math.min(this.fromMs + (index + 1) * minuteMs, until);
      column[index] = (column[index] ?? 0) + edge - at;
      at = edge;
    }
  }

  /** Puts a person's energy in place of what was metered. */
  repair(repair: SetEnergy): void {
    const line = this.line({ source: home, channel: repair.channel, rule: 'repair' });
    const isIn = (minute: number): boolean => {
      const at = this.fromMs + minute * minuteMs;
      return at >= repair.fromMs && at < repair.toMs;
    };
    if (repair.channel === 'import' || repair.channel === 'export')
      for (let minute = 0; minute < minutesAnHour; minute += 1) if (isIn(minute)) this.givenGrid.add(minute);
    for (const other of this.lines.values()) {
      if (other.channel !== repair.channel) continue;
      for (let minute = 0; minute < minutesAnHour; minute += 1) if (isIn(minute)) other.energy[minute] = 0;
    }
    this.allocate({ ...line, parts: [repair] });
  }

  sums(channel: Channel): number[] {
    const total = emptyMinutes();
    for (const line of this.lines.values()) {
      if (line.channel !== channel) continue;
      for (let at = 0; at < minutesAnHour; at += 1) total[at] = (total[at] ?? 0) + (line.energy[at] ?? 0);
    }
    return total;
  }
}
