// Drift of a meter: what flows in and what flows out must agree except for losses. The rest of every hour is attributed to sun, grid
// and battery by least squares; a meter that drifts changes the weight of its side, a meter of the load those of all three.
import { because } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { endOf } from './daily.ts';
import { makeEpisode } from './finding.ts';
import { added, type Fit, fit, type Sums, sumsOf } from './least-squares.ts';
import { joined, middleOf, thinned } from './track.ts';
import type { Anomaly, Track } from './types.ts';

/** When a balance has drifted. */
export interface BalanceRule {
  /** Days a weight is computed from. */
  readonly fitDays: number;
  /** The baseline: weights over this many days that ended this long ago. */
  readonly lagDays: number;
  readonly pastDays: number;
  readonly leastPast: number;
  /** A weight known less well is ignored. */
  readonly mostError: number;
  /** Change of a weight from which on it is reported, and below which it has ended. */
  readonly shift: number;
  readonly over: number;
  readonly daysInARow: number;
}

/** The rule for 5-minute or hourly roll-ups. */
const balanceRule: BalanceRule = {
  fitDays: 10,
  lagDays: 25,
  pastDays: 75,
  leastPast: 14,
  mostError: 0.006,
  shift: 0.035,
  over: 0.02,
  daysInARow: 4,
};

/** The four sides of a home, each measured by its own device or by one of them. */
export interface Arms {
  readonly pv: Track;
  readonly grid: Track;
  readonly battery: Track;
  readonly load: Track;
}

const armIds = ['pv', 'grid', 'battery', 'load'] as const;
type ArmId = (typeof armIds)[number];
/** Powers are counted in thousands, so that the sums stay of one size. */
const scale = 1000;

interface DayWeights {
  readonly day: number;
  readonly samples: number;
  readonly fit: Fit | undefined;
}

/** Causes of an hour's rest: standing losses, losses of the battery, then the three sides. */
function rowOf([pv = 0, grid = 0, battery = 0, load = 0]: readonly number[]): Parameters<typeof sumsOf>[0][number] {
  return {
    causes: [1, Math.abs(battery) / scale, pv / scale, grid / scale, battery / scale],
    effect: (pv + grid + battery - load) / scale,
  };
}
const firstArm = 2;

function weightsOf(arms: Arms, rule: BalanceRule): readonly DayWeights[] {
  const tracks = armIds.map((arm) => thinned(arms[arm], hourMs));
  const byDay = Map.groupBy(joined(tracks), ([atMs]) => Math.floor(atMs / dayMs));
  const days: { readonly day: number; readonly sums: Sums }[] = [];
  return [...byDay].map(([day, hours]) => {
    days.push({ day, sums: sumsOf(hours.map(([, powers]) => rowOf(powers))) });
    while ((days[0]?.day ?? day) <= day - rule.fitDays) days.shift();
    const sums = days.map((one) => one.sums).reduce(added);
    const isEnough = days.length >= rule.fitDays / 2 && sums.count >= 12 * (rule.fitDays / 2);
    return { day, samples: sums.count, fit: isEnough ? fit(sums) : undefined };
  });
}

/** Change of one side's weight on a day; undefined if it is not known well enough. */
function shiftOf(days: readonly DayWeights[], index: number, { place, rule }: { place: number; rule: BalanceRule }) {
  const now = days[index];
  if (now?.fit === undefined || (now.fit.error[place] ?? Infinity) > rule.mostError) return undefined;
  const past: number[] = [];
  for (let back = index - 1; back >= 0; back -= 1) {
    const one = days[back];
    const age = now.day - (one?.day ?? 0);
    if (age >= rule.lagDays + rule.pastDays) break;
    if (age < rule.lagDays || one?.fit === undefined || (one.fit.error[place] ?? Infinity) > rule.mostError) continue;
    past.push(one.fit.weight[place] ?? 0);
  }
  const middle = middleOf(past);
  const recent = now.fit.weight[place];
  if (middle === undefined || recent === undefined || past.length < rule.leastPast) return undefined;
  const isClear = Math.abs(recent - middle.median) > 5 * middle.mad;
  return { shift: isClear ? recent - middle.median : 0, recent, past: middle.median };
}

type Shift = NonNullable<ReturnType<typeof shiftOf>>;

/** The side that moved: the load if all three moved alike, otherwise the one that moved most. */
function movedArm(shifts: readonly (Shift | undefined)[], rule: BalanceRule): { arm: ArmId; shift: Shift } | undefined {
  const known = shifts.flatMap((shift, place) => (shift === undefined ? [] : [{ place, shift }]));
  const most = known.toSorted((a, b) => Math.abs(b.shift.shift) - Math.abs(a.shift.shift))[0];
  if (most === undefined) return undefined;
  const isAlike = known.length > 1 && known.every(({ shift }) => shift.shift * Math.sign(most.shift.shift) > rule.over);
  return { arm: isAlike ? 'load' : (armIds[most.place] ?? 'load'), shift: most.shift };
}

/** Drifts of a home's meters against each other; tracks of 5 minutes or an hour. */
export function findBalanceDrift(arms: Arms, rule: BalanceRule = balanceRule): readonly Anomaly[] {
  const days = weightsOf(arms, rule);
  const episode = makeEpisode();
  let bad = 0;
  for (const [index, { day, samples }] of days.entries()) {
    const shifts = [0, 1, 2].map((place) => shiftOf(days, index, { place: firstArm + place, rule }));
    const moved = movedArm(shifts, rule);
    if (moved === undefined) continue;
    const { arm, shift } = moved;
    bad = Math.abs(shift.shift) > rule.shift ? bad + 1 : 0;
    if (Math.abs(shift.shift) < rule.over) episode.close(endOf(day));
    if (bad < rule.daysInARow) continue;
    const { device, metric } = arms[arm].key;
    episode.open({
      kind: 'drift',
      device,
      metric,
      fromMs: (day - rule.fitDays + 1) * dayMs,
      noticedMs: endOf(day),
      severity: 'warning',
      evidence: {
        observed: shift.recent,
        expected: shift.past,
        measure: 'ratio',
        windowMs: rule.fitDays * dayMs,
        samples,
      },
      reason: because('anomaly.drift', { metric: { metric }, share: Math.abs(shift.shift) }),
      advice: because('advice.clamp'),
    });
  }
  return episode.found();
}
