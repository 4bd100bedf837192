// A string that falls behind the others under the same sun: its share of the day's power against its share before.
import { because } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { compare, type Comparison, type DayFigure, endOf } from './daily.ts';
import { makeEpisode } from './finding.ts';
import { joined, thinned } from './track.ts';
import type { Anomaly, Track } from './types.ts';

/** When a string is behind. */
export interface StringRule extends Comparison {
  /** Smallest loss of its share that is reported, 0 to 1. */
  readonly behind: number;
  readonly daysInARow: number;
}

/** The rule for 5-minute or hourly roll-ups. */
const stringRule: StringRule = {
  recentDays: 3,
  leastRecent: 2,
  lagDays: 5,
  pastDays: 35,
  leastPast: 6,
  behind: 0.15,
  daysInARow: 2,
};

/** Days with less than this share of the best day's energy say little about a string. */
const leastOfBest = 0.15;

interface DaySums {
  readonly day: number;
  readonly sums: readonly number[];
  readonly samples: number;
}

function daySums(tracks: readonly Track[]): readonly DaySums[] {
  const days: { day: number; sums: number[]; samples: number }[] = [];
  for (const [atMs, values] of joined(tracks.map((track) => thinned(track, hourMs)))) {
    const day = Math.floor(atMs / dayMs);
    let last = days.at(-1);
    if (last?.day !== day) {
      last = { day, sums: values.map(() => 0), samples: 0 };
      days.push(last);
    }
    for (const [lane, value] of values.entries()) last.sums[lane] = (last.sums[lane] ?? 0) + value;
    last.samples += 1;
  }
  return days;
}

/** Each string's share of the day, on days with enough light. */
function sharesOf(days: readonly DaySums[], lane: number): readonly DayFigure[] {
  const totals = days.map(({ sums }) => sums.reduce((sum, one) => sum + one, 0));
  const shares: DayFigure[] = [];
  for (const [index, { day, sums, samples }] of days.entries()) {
    const total = totals[index] ?? 0;
    const best = Math.max(...totals.slice(Math.max(0, index - 30), index + 1));
    if (total > 0 && total >= leastOfBest * best) shares.push({ day, value: (sums[lane] ?? 0) / total, samples });
  }
  return shares;
}

/** Power relative to the others': a share s of the whole is s / (1 − s) of the others. */
const relative = (share: number): number => share / Math.max(1e-6, 1 - share);

function findBehind(track: Track, shares: readonly DayFigure[], rule: StringRule): readonly Anomaly[] {
  const { device, metric } = track.key;
  const episode = makeEpisode();
  let bad = 0;
  for (const [index, { day }] of shares.entries()) {
    const compared = compare(shares, index, rule);
    if (compared === undefined || compared.past < 0.02) continue;
    const { recent, past, pastMad, samples, fromMs } = compared;
    const loss = 1 - relative(recent) / relative(past);
    const isBehind = loss > rule.behind && past - recent > 6 * pastMad;
    bad = isBehind ? bad + 1 : 0;
    if (loss < rule.behind / 2) episode.close(endOf(day));
    if (bad < rule.daysInARow) continue;
    episode.open({
      kind: 'string-behind',
      device,
      metric,
      fromMs,
      noticedMs: endOf(day),
      severity: loss > 0.9 ? 'alarm' : 'warning',
      evidence: { observed: recent, expected: past, measure: 'ratio', windowMs: endOf(day) - fromMs, samples },
      reason: because('anomaly.string-behind', { metric: { metric }, loss: Math.min(1, loss) }),
      advice: because('advice.string'),
    });
  }
  return episode.found();
}

/** Strings of one device that fall behind; in any order, a single one gives nothing. */
export function findStringBehind(strings: readonly Track[], rule: StringRule = stringRule): readonly Anomaly[] {
  if (strings.length < 2) return [];
  const days = daySums(strings);
  return strings.flatMap((track, lane) => findBehind(track, sharesOf(days, lane), rule));
}
