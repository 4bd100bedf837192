// Too little sun power: clear quarter-hours against the best the same sun gave in the weeks before, and nothing at all
// while the sun is high. Clouds make low days, so only hours count whose share of the profile is steady.
import { because } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { type ClearDay, clearDays } from './clear-profile.ts';
import { compareBest } from './best-days.ts';
import { endOf } from './daily.ts';
import { makeEpisode, shown } from './finding.ts';
import { isSunny, sunAt, type SunnyPlace } from './sun.ts';
import { ordered, pointsOf } from './track.ts';
import type { Anomaly, Place, Track } from './types.ts';

/** When production is too low. */
export interface ProductionRule {
  /** Power of the panels, W, if known: judges the first weeks. */
  readonly peakW?: number;
  /** Days among which the best count. */
  readonly bestOfDays: number;
  /** At least this many clear days must be among them. */
  readonly leastClearDays: number;
  /** Shortfall from which on it is reported, and below which it has ended, 0 to 1. */
  readonly shortfall: number;
  readonly over: number;
  /** No power for this long with the sun at least this many degrees high. */
  readonly zeroHours: number;
  readonly zeroAltitude: number;
}

/** The rule for roll-ups of 5 minutes. */
export const productionRule: ProductionRule = {
  bestOfDays: 14,
  leastClearDays: 4,
  shortfall: 0.1,
  over: 0.06,
  zeroHours: 3,
  zeroAltitude: 15,
};

function underProduction(track: Track, clear: readonly ClearDay[], rule: ProductionRule): readonly Anomaly[] {
  const { device, metric } = track.key;
  const episode = makeEpisode();
  const { bestOfDays, leastClearDays } = rule;
  for (const seen of compareBest(clear, { bestOfDays, leastClearDays })) {
    const { day, best, samples, days, fromMs, isAlike, isLearnt } = seen;
    // A model that knows nothing of roof and shade can only prove a large shortfall.
    const [limit, over] = isLearnt ? [rule.shortfall, rule.over] : [0.6, 0.5];
    if (best >= 1 - over) episode.close(endOf(day));
    if (!isAlike || best >= 1 - limit) continue;
    episode.open({
      kind: 'under-production',
      device,
      metric,
      fromMs,
      noticedMs: endOf(day),
      severity: 'warning',
      evidence: { observed: best, expected: 1, measure: 'ratio', windowMs: endOf(day) - fromMs, samples },
      reason: because('anomaly.under-production', { days, loss: 1 - best }),
      advice: because('advice.panels'),
    });
  }
  return episode.found();
}

/** Highest power of the last weeks before a day. */
function peaksOf(track: Track, peakW: number | undefined): (atMs: number) => number {
  const peaks = new Map<number, number>();
  for (const [atMs, value] of pointsOf(track)) {
    const day = Math.floor(atMs / dayMs);
    peaks.set(day, Math.max(peaks.get(day) ?? 0, value));
  }
  let known: { readonly day: number; readonly peak: number } | undefined;
  return (atMs) => {
    const day = Math.floor(atMs / dayMs);
    if (known?.day === day) return known.peak;
    let peak = peakW ?? 0;
    for (let back = 1; back <= 60; back += 1) peak = Math.max(peak, peaks.get(day - back) ?? 0);
    known = { day, peak };
    return peak;
  };
}

function noProduction(track: Track, place: SunnyPlace, rule: ProductionRule): readonly Anomaly[] {
  const { device, metric } = track.key;
  const peakAt = peaksOf(track, rule.peakW);
  const episode = makeEpisode();
  let [darkMs, fromMs, lastMs, samples] = [0, 0, 0, 0];
  for (const [atMs, value] of pointsOf(track)) {
    const peak = peakAt(atMs);
    if (value > 0.01 * peak) {
      if (peak > 0) episode.close(atMs);
      [darkMs, samples] = [0, 0];
    } else if (peak > 0 && sunAt(atMs, place).altitude >= rule.zeroAltitude) {
      if (samples === 0) fromMs = atMs;
      else if (atMs - lastMs <= hourMs / 4) darkMs += atMs - lastMs;
      samples += 1;
      if (darkMs >= rule.zeroHours * hourMs)
        episode.open({
          kind: 'no-production',
          device,
          metric,
          fromMs,
          noticedMs: atMs,
          severity: 'alarm',
          evidence: { observed: value, expected: peak, measure: 'value', windowMs: atMs - fromMs, samples },
          reason: because('anomaly.no-production', {
            hours: rule.zeroHours,
            value: shown(metric, value),
            peak: shown(metric, peak),
          }),
          advice: because('advice.inverter'),
        });
    }
    lastMs = atMs;
  }
  return episode.found();
}

/** Shortfalls of a sun power of 5-minute values; nothing if the place has no coordinates. */
export function findUnderProduction(input: Track, place: Place, rule = productionRule): readonly Anomaly[] {
  if (!isSunny(place)) return [];
  const track = ordered(input);
  const clear = clearDays(track, place, rule.peakW);
  return [...underProduction(track, clear, rule), ...noProduction(track, place, rule)];
}
