// What goes wrong in a simulated stretch of time, and what people do meanwhile: all of it follows from the seed.
import type { Random } from '#core/random.ts';
import { hourMs, hourOf, minuteMs, type TimeRange } from '#core/time.ts';
import type { CableFault } from './cables.ts';

/** Something that is wrong from one moment to another; `where` is a cable, the broker, the disk or the wall clock. */
export interface Episode {
  readonly where: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fault: CableFault | 'full' | 'wrong-clock';
  /** Of the wall clock: how far it is ahead, ms. */
  readonly aheadMs?: number;
}

/** How a life of the product ends. */
export interface Ending {
  readonly atMs: number;
  readonly kind: 'kill' | 'power-cut' | 'restart';
  /** Of a kill: the step of a write of the history at which it comes; absent: between two steps. */
  readonly step?: string;
  /** How long the computer is off, ms. */
  readonly awayMs: number;
}

/** Something a person tells a device. */
export interface Order {
  readonly atMs: number;
  readonly device: 'relays' | 'inverter';
  /** Of the relays: which one; of the inverter: amperes. */
  readonly choice: number;
  readonly isOn: boolean;
}

/** A device hands over its own log of a stretch of time. */
export interface Delivery extends TimeRange {
  readonly atMs: number;
}

/** A stretch of time. */
export interface Plan {
  readonly seed: number;
  readonly startMs: number;
  /** The last faults are over. */
  readonly endMs: number;
  /** The end of the hour in which they are: up to here energy is compared. */
  readonly settleMs: number;
  readonly episodes: readonly Episode[];
  readonly endings: readonly Ending[];
  readonly orders: readonly Order[];
  readonly deliveries: readonly Delivery[];
  /** From how many values on an append is a back-fill; absent: none is. */
  readonly fillFrom?: number;
  /** Whether other clocks (devices, peers) tell the time beside the wall clock. */
  readonly hasWitness: boolean;
}

/** A wall clock that is wrong for longer is believed, where nobody knows better: then its time is the time, ms. */
const believedMs = 50_000;

/** Names of the cables. */
const cableNames = ['inverter', 'battery', 'meter'] as const;

const cableFaults: readonly CableFault[] = ['silent', 'noise', 'checksum', 'slow', 'twice', 'unplugged'];
const brokerFaults: readonly CableFault[] = ['silent', 'slow', 'twice', 'unplugged'];
const stepsOf = (writes: 'append' | 'fill'): readonly string[] =>
  ['before', 'inside', 'after'].flatMap((when) => [writes, 'flush', 'retention'].map((kind) => `${when} ${kind}`));
/** In every fourth seed most writes are back-fills. */
const fills = { every: 4, from: 20 } as const;
/** A day that is long enough for sun, and a night. */
const firstDayMs = Date.UTC(2026, 4, 3);

/**
 * It begins within these minutes of an hour: then the shortest run crosses the end of an hour early enough for late readings and
 * kills to follow, and ends not long before the next one.
 */
const firstMinutes = [38, 48] as const;
/** An hour that ended is settled after this time, ms. */
const settledMs = 65_000;

/** How the parts of a plan are drawn. */
interface Draws {
  readonly pick: <T>(of: readonly T[]) => T;
  readonly between: (least: number, most: number) => number;
  /** A moment at which something may begin. */
  readonly moment: () => number;
  readonly random: Random;
}

function episodeOf({ pick, moment, random, endMs, hasWitness }: Draws & Pick<Plan, 'endMs' | 'hasWitness'>): Episode {
  const where = pick([...cableNames, ...cableNames, 'broker', 'disk', 'clock']);
  const fromMs = moment();
  const toMs = Math.min(endMs - 5 * minuteMs, fromMs + Math.round(2000 * 900 ** random()));
  if (where === 'disk') return { where, fromMs, toMs, fault: 'full' };
  if (where === 'clock') {
    const aheadMs = pick([-1, 1]) * Math.round(1000 * 1e6 ** random());
    return {
      where,
      fromMs,
      toMs: hasWitness ? toMs : Math.min(toMs, fromMs + believedMs),
      fault: 'wrong-clock',
      aheadMs,
    };
  }
  return { where, fromMs, toMs, fault: pick(where === 'broker' ? brokerFaults : cableFaults) };
}

/** How far a clock that jumps is off at most, ms: a year. */
const farMs = 365 * 24 * hourMs;

/** A clock that jumps back and forth about once a minute, as of a broken battery or of two programs that set it in turn. */
function jumpsOf({ between, pick, moment, random, endMs }: Draws & Pick<Plan, 'endMs'>): readonly Episode[] {
  const firstMs = moment();
  const jumps = Array.from({ length: between(3, 15) }, (_, index): Episode => {
    const fromMs = firstMs + index * minuteMs + between(0, 8000);
    const aheadMs = pick([-1, 1]) * Math.round(1000 * (farMs / 1000) ** random());
    return { where: 'clock', fromMs, toMs: fromMs + between(5000, believedMs), fault: 'wrong-clock', aheadMs };
  });
  return jumps.filter(({ toMs }) => toMs < endMs - 5 * minuteMs);
}

/** The plan of a seed. */
export function planOf(seed: number, random: Random, hours: number): Plan {
  const pick = <T>(of: readonly T[]): T => {
    const one = of[Math.floor(random() * of.length)];
    if (one === undefined) throw new TypeError('assertion: nothing to pick from');
    return one;
  };
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least));
  const isFilled = seed % fills.every === 0;
  const steps = stepsOf(isFilled ? 'fill' : 'append');
  const startMs = firstDayMs + between(0, 23) * hourMs + between(...firstMinutes) * minuteMs;
  const endMs = startMs + hours * hourMs;
  const firstHourMs = hourOf(startMs) + hourMs;
  const hasWitness = random() < 0.5;
  const moment = (): number => between(startMs + 2 * minuteMs, endMs - 10 * minuteMs);
  const episodes = Array.from({ length: between(3, 10) }, () =>
    episodeOf({ pick, between, moment, random, endMs, hasWitness }),
  );
  const endings = Array.from({ length: between(0, 3) }, (): Ending => {
    const kind = pick(['kill', 'kill', 'power-cut', 'restart'] as const);
    const step = kind === 'restart' || random() < 0.3 ? {} : { step: pick(steps) };
    return { atMs: moment(), kind, ...step, awayMs: between(500, random() < 0.3 ? 20 * minuteMs : 20_000) };
  });
  const orders = Array.from(
    { length: between(2, 9) },
    (): Order => ({
      atMs: moment(),
      device: pick(['relays', 'inverter']),
      choice: between(1, 3),
      isOn: random() < 0.5,
    }),
  );
  // After the first hour was settled, so that it is to be settled again.
  const deliveries = Array.from({ length: between(0, 3) }, (): Delivery => {
    const atMs = between(firstHourMs + 2 * minuteMs, endMs - 5 * minuteMs);
    const toMs = between(startMs + 6 * minuteMs, Math.min(atMs - 3 * minuteMs, firstHourMs + minuteMs));
    return { atMs, fromMs: Math.max(startMs + minuteMs, toMs - between(1, 8) * minuteMs), toMs };
  });
  const [first] = deliveries;
  if (first !== undefined && random() < 0.6)
    // It was written down, and not settled again yet.
    endings.push({
      atMs: first.atMs + between(50, 1500),
      kind: pick(['kill', 'kill', 'power-cut']),
      awayMs: between(500, 20_000),
    });
  if (random() < 0.3)
    // The first hour is settled, about.
    endings.push({ atMs: firstHourMs + settledMs + between(-6000, 6000), kind: 'kill', awayMs: between(500, 20_000) });
  // Last, so that the rest of a seed does not depend on it.
  const jumps = random() < 0.2 ? jumpsOf({ pick, between, moment, random, endMs }) : [];
  const inTime = <T extends { readonly atMs: number }>(all: readonly T[]): readonly T[] =>
    all.toSorted((one, other) => one.atMs - other.atMs);
  return {
    seed,
    startMs,
    endMs,
    settleMs: hourOf(endMs) + hourMs,
    episodes: [...episodes, ...jumps],
    endings: inTime(endings),
    orders: inTime(orders),
    deliveries: inTime(deliveries),
    hasWitness,
    ...(isFilled ? { fillFrom: fills.from } : {}),
  };
}
