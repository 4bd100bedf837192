// Unusual hours: several in a row far from what this hour of the day has been in the last weeks, on workdays and at
// week-ends. A holiday is like one of the two: an hour is unusual only if it fits neither.
import { because } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { makeEpisode, shown } from './finding.ts';
import { middleOf, pointsOf, thinned } from './track.ts';
import type { Anomaly, Place, Track } from './types.ts';

/** When hours are unusual. */
export interface UnusualRule {
  readonly weeks: number;
  readonly leastWeeks: number;
  /** Robust standard deviations (1.4826 × MAD). */
  readonly deviations: number;
  readonly hoursInARow: number;
}

/** The rule for hourly roll-ups. */
const unusualRule: UnusualRule = { weeks: 6, leastWeeks: 3, deviations: 6, hoursInARow: 8 };

/** The least distance that matters, in the metric's unit, and as a share of what is usual. */
const sizes: readonly { readonly of: RegExp; readonly least: number; readonly share: number }[] = [
  { of: /^load\.power(\.l\d)?$/, least: 500, share: 0.6 },
  { of: /^(grid|load)\.voltage(\.l\d)?$/, least: 12, share: 0 },
  { of: /^(inverter|device)\.temperature$/, least: 15, share: 0 },
  { of: /^battery\.temperature(\.\d+)?$/, least: 12, share: 0 },
];

const scaleOfMad = 1.4826;

interface Slot {
  readonly atMs: number[];
  readonly value: number[];
}

interface Usual {
  readonly median: number;
  readonly bound: number;
}

/** Local hour of the week's two halves: 0–23 workdays, 24–47 week-ends. */
function slotOf(atMs: number, timeZone: string): number {
  const { hour, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return hour + (dayOfWeek > 5 ? 24 : 0);
}

class Profile {
  readonly #slots = new Map<number, Slot>();
  readonly #rule: UnusualRule;
  readonly #size: (typeof sizes)[number];

  constructor(rule: UnusualRule, size: (typeof sizes)[number]) {
    this.#rule = rule;
    this.#size = size;
  }

  /** What is usual in a slot; undefined if too little is known. */
  usual(slot: number, atMs: number): Usual | undefined {
    const known = this.#slots.get(slot);
    if (known === undefined) return undefined;
    while ((known.atMs[0] ?? atMs) < atMs - this.#rule.weeks * 7 * dayMs) {
      known.atMs.shift();
      known.value.shift();
    }
    const spanMs = atMs - (known.atMs[0] ?? atMs);
    const middle = middleOf(known.value);
    if (middle === undefined || known.value.length < 5 || spanMs < this.#rule.leastWeeks * 7 * dayMs - dayMs)
      return undefined;
    const { least, share } = this.#size;
    const { median, mad } = middle;
    return { median, bound: Math.max(least, share * median, this.#rule.deviations * scaleOfMad * mad) };
  }

  learn(slot: number, atMs: number, value: number): void {
    const known = this.#slots.get(slot) ?? { atMs: [], value: [] };
    this.#slots.set(slot, known);
    known.atMs.push(atMs);
    known.value.push(value);
  }
}

interface Row {
  fromMs: number;
  lastMs: number;
  hours: number;
  sum: number;
  usual: number;
  sign: number;
}

/** How far a value lies from both profiles: 0 if it fits one of them. */
function awayFrom(value: number, usuals: readonly (Usual | undefined)[]): { sign: number; usual: number } {
  let nearest: Usual | undefined;
  for (const usual of usuals) {
    if (usual === undefined || Math.abs(value - usual.median) <= usual.bound) return { sign: 0, usual: 0 };
    if (nearest === undefined || Math.abs(value - usual.median) < Math.abs(value - nearest.median)) nearest = usual;
  }
  return { sign: Math.sign(value - (nearest?.median ?? value)), usual: nearest?.median ?? 0 };
}

function finding(metric: MetricId, device: string, { fromMs, lastMs, hours, sum, usual, sign }: Row) {
  const [observed, expected] = [sum / hours, usual / hours];
  return {
    kind: 'unusual',
    device,
    metric,
    fromMs,
    noticedMs: lastMs + hourMs,
    severity: 'notice',
    evidence: { observed, expected, measure: 'value', windowMs: lastMs + hourMs - fromMs, samples: hours },
    reason: because('anomaly.unusual', {
      metric: { metric },
      side: sign > 0 ? 'above' : 'below',
      hours,
      observed: shown(metric, observed),
      expected: shown(metric, expected),
    }),
    advice: because(/temperature/.test(metric) ? 'advice.fans' : 'advice.consumers'),
  } as const;
}

/** Unusual stretches of a track; metrics whose hours say little (sun, grid, battery power) give none. */
export function findUnusual(input: Track, place: Pick<Place, 'timeZone'>, rule = unusualRule): readonly Anomaly[] {
  const { device, metric } = input.key;
  const size = sizes.find(({ of }) => of.test(metric));
  if (size === undefined) return [];
  const profile = new Profile(rule, size);
  const episode = makeEpisode();
  let row: Row | undefined;
  for (const [atMs, value] of pointsOf(thinned(input, hourMs))) {
    const slot = slotOf(atMs, place.timeZone);
    const other = (slot + 24) % 48;
    const { sign, usual } = awayFrom(value, [profile.usual(slot, atMs), profile.usual(other, atMs)]);
    profile.learn(slot, atMs, value);
    const isSame = row !== undefined && row.sign === sign && atMs - row.lastMs <= 3 * hourMs;
    if (!isSame || row === undefined) {
      if (row !== undefined) episode.close(row.lastMs + hourMs);
      row = sign === 0 ? undefined : { fromMs: atMs, lastMs: atMs, hours: 1, sum: value, usual, sign };
      continue;
    }
    Object.assign(row, { lastMs: atMs, hours: row.hours + 1, sum: row.sum + value, usual: row.usual + usual });
    if (row.hours >= rule.hoursInARow) episode.open(finding(metric, device, row));
  }
  return episode.found();
}
