// Cells of a battery that drift apart: further than their state of charge allows, one always the lowest or the
// highest, or further week by week. Voltages of lithium iron phosphate are flat in the middle and steep at both ends.
import { because } from '#core/reason.ts';
import { linearRegression } from 'simple-statistics';
import type { MetricId } from '#core/catalogue.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { type DayFigure, endOf } from './daily.ts';
import { makeEpisode, shown } from './finding.ts';
import { joined, medianOf, pointsOf, thinned } from './track.ts';
import type { Anomaly, Track } from './types.ts';

/** When cells are too far apart; voltages in the metric's unit. */
export interface CellRule {
  /** Greatest spread at the bottom, in the flat middle and at the top. */
  readonly most: { readonly bottom: number; readonly middle: number; readonly top: number };
  /** State of charge at which the middle begins and ends, %. */
  readonly middleFrom: number;
  readonly middleTo: number;
  /** Twice the limit for this long. */
  readonly lastingMs: number;
  /** A cell this far from the median one, in this share of the hours, on this many days in a row. */
  readonly weakBy: number;
  readonly weakShare: number;
  readonly weakDays: number;
  /** Growth in a week, over this many weeks, up to at least. */
  readonly growthPerWeek: number;
  readonly growthWeeks: number;
  readonly growthTo: number;
}

/** The rule for lithium iron phosphate. */
const cellRule: CellRule = {
  most: { bottom: 0.2, middle: 0.06, top: 0.3 },
  middleFrom: 25,
  middleTo: 90,
  lastingMs: hourMs,
  weakBy: 0.012,
  weakShare: 0.9,
  weakDays: 6,
  growthPerWeek: 0.002,
  growthWeeks: 5,
  growthTo: 0.02,
};

/** The cells of one battery and its state of charge, if it is reported. */
export interface Pack {
  readonly cells: readonly Track[];
  readonly soc?: Track;
}

const stepMs = 15 * minuteMs;

interface Moment {
  readonly atMs: number;
  readonly spread: number;
  readonly low: number;
  readonly high: number;
  readonly values: readonly number[];
  /** Voltage of the median cell. */
  readonly middle: number;
  readonly region: 'bottom' | 'middle' | 'top';
}

/** Where on its curve a battery is; without a state of charge the voltage of its cells gives a rough idea. */
function regionOf(soc: number | undefined, middle: number, rule: CellRule): Moment['region'] {
  if (soc === undefined) return middle < 3.15 ? 'bottom' : middle > 3.38 ? 'top' : 'middle';
  return soc < rule.middleFrom ? 'bottom' : soc > rule.middleTo ? 'top' : 'middle';
}

function momentsOf({ cells, soc }: Pack, rule: CellRule): readonly Moment[] {
  const charge = new Map(soc === undefined ? [] : pointsOf(thinned(soc, stepMs)));
  const moments: Moment[] = [];
  for (const [atMs, values] of joined(cells.map((cell) => thinned(cell, stepMs)))) {
    const [min, max] = [Math.min(...values), Math.max(...values)];
    const [low, high] = [values.indexOf(min), values.indexOf(max)];
    const middle = medianOf(values) ?? min;
    const state = charge.get(atMs);
    moments.push({ atMs, values, middle, low, high, spread: max - min, region: regionOf(state, middle, rule) });
  }
  return moments;
}

function tooFar(pack: Pack, moments: readonly Moment[], rule: CellRule): readonly Anomaly[] {
  const episode = makeEpisode();
  let [fromMs, samples, sum] = [0, 0, 0];
  for (const { atMs, spread, low, region } of moments) {
    const most = rule.most[region];
    if (spread <= most) {
      if (spread < most * 0.8 && region === 'middle') episode.close(atMs);
      samples = 0;
      continue;
    }
    if (samples === 0) [fromMs, sum] = [atMs, 0];
    samples += 1;
    sum += spread;
    const key = pack.cells[low]?.key;
    if (key === undefined || atMs - fromMs < rule.lastingMs) continue;
    const observed = sum / samples;
    episode.open({
      kind: 'cell-spread',
      ...key,
      fromMs,
      noticedMs: atMs,
      severity: observed > 2.5 * most ? 'alarm' : 'warning',
      evidence: { observed, expected: most, measure: 'value', windowMs: atMs - fromMs, samples },
      reason: because('anomaly.cell-spread', {
        observed: shown(key.metric, observed),
        most: shown(key.metric, most),
        metric: { metric: key.metric },
      }),
      advice: because('advice.balance'),
    });
  }
  return episode.found();
}

/** How far one cell is from the median one on a day: the median, and the share of moments in which it is the outermost. */
interface Away {
  readonly by: number;
  readonly share: number;
  readonly samples: number;
}

function awayOn(day: readonly Moment[], lane: number): { readonly low: Away; readonly high: Away } {
  const by = medianOf(day.map(({ values, middle }) => (values[lane] ?? 0) - middle)) ?? 0;
  const share = (end: 'low' | 'high'): number => day.filter((moment) => moment[end] === lane).length / day.length;
  const samples = day.length;
  return { low: { by: -by, share: share('low'), samples }, high: { by, share: share('high'), samples } };
}

function weakAnomaly(
  key: Track['key'],
  end: 'low' | 'high',
  { day, away, rule }: { day: number; away: Away; rule: CellRule },
) {
  const fromMs = (day - rule.weakDays + 1) * dayMs;
  return {
    kind: 'cell-weak',
    device: key.device,
    metric: key.metric,
    fromMs,
    noticedMs: endOf(day),
    severity: 'warning',
    evidence: {
      observed: away.by,
      expected: rule.weakBy,
      measure: 'value',
      windowMs: rule.weakDays * dayMs,
      samples: away.samples * rule.weakDays,
    },
    reason: because('anomaly.cell-weak', {
      metric: { metric: key.metric },
      place: end,
      days: rule.weakDays,
      by: shown(key.metric, away.by),
    }),
    advice: because('advice.weak-cell'),
  } as const;
}

function weakCells(pack: Pack, days: ReadonlyMap<number, readonly Moment[]>, rule: CellRule): readonly Anomaly[] {
  return pack.cells.flatMap(({ key }, lane) => {
    const aways = [...days].map(([day, moments]) => [day, awayOn(moments, lane)] as const);
    return (['low', 'high'] as const).flatMap((end) => {
      const episode = makeEpisode();
      let inARow = 0;
      for (const [day, { [end]: away }] of aways) {
        const isWeak = away.by > rule.weakBy && away.share > rule.weakShare;
        inARow = isWeak ? inARow + 1 : 0;
        if (away.by < rule.weakBy / 2) episode.close(endOf(day));
        if (inARow >= rule.weakDays) episode.open(weakAnomaly(key, end, { day, away, rule }));
      }
      return episode.found();
    });
  });
}

function weeksOf(days: ReadonlyMap<number, readonly Moment[]>): readonly DayFigure[] {
  const weeks: DayFigure[] = [];
  for (const [week, list] of Map.groupBy(days, ([day]) => Math.floor(day / 7))) {
    const spreads = list.flatMap(([, moments]) => moments.map(({ spread }) => spread));
    const value = medianOf(spreads);
    if (value !== undefined && list.length >= 3) weeks.push({ day: week * 7 + 6, value, samples: spreads.length });
  }
  return weeks;
}

function growing(pack: Pack, days: ReadonlyMap<number, readonly Moment[]>, rule: CellRule): readonly Anomaly[] {
  const device = pack.cells[0]?.key.device;
  if (device === undefined) return [];
  const metric: MetricId = 'battery.cell.voltage.spread';
  const weeks = weeksOf(days);
  const episode = makeEpisode();
  for (const [index, { day, value }] of weeks.entries()) {
    const last = weeks.slice(Math.max(0, index - rule.growthWeeks + 1), index + 1);
    if (last.length < rule.growthWeeks) continue;
    const { m: growth } = linearRegression(last.map((week) => [week.day / 7, week.value]));
    const rises = last.filter((week, place) => place > 0 && week.value > (last[place - 1]?.value ?? 0)).length;
    const isGrowing = growth > rule.growthPerWeek && rises >= rule.growthWeeks - 2 && value > rule.growthTo;
    if (!isGrowing) {
      if (growth < rule.growthPerWeek / 2) episode.close(endOf(day));
      continue;
    }
    const fromMs = ((last[0]?.day ?? day) - 6) * dayMs;
    episode.open({
      kind: 'cell-growing',
      device,
      metric,
      fromMs,
      noticedMs: endOf(day),
      severity: 'warning',
      evidence: {
        observed: value,
        expected: last[0]?.value ?? value,
        measure: 'value',
        windowMs: endOf(day) - fromMs,
        samples: last.reduce((sum, { samples }) => sum + samples, 0),
      },
      reason: because('anomaly.cell-growing', {
        weeks: rule.growthWeeks,
        growth: shown(metric, growth),
        value: shown(metric, value),
      }),
      advice: because('advice.charge-weekly'),
    });
  }
  return episode.found();
}

/** What is wrong between the cells of a battery, whatever their order; fewer than two cells give nothing. */
export function findCells(pack: Pack, rule: CellRule = cellRule): readonly Anomaly[] {
  if (pack.cells.length < 2) return [];
  const moments = momentsOf(pack, rule);
  const flat = moments.filter(({ region }) => region === 'middle');
  const byDay = Map.groupBy(flat, ({ atMs }) => Math.floor(atMs / dayMs));
  // A few moments are not a day: the battery only passed the middle.
  const days = new Map([...byDay].filter(([, list]) => list.length >= 8));
  const weak = weakCells(pack, days, rule);
  return [...tooFar(pack, moments, rule), ...weak, ...growing(pack, days, rule)];
}
