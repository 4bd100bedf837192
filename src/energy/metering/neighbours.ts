// What others say about a source that is silent: the other inverters' powers, or the charge of a battery.
import { minuteMs, type TimeRange } from '#core/time.ts';
import { appendShape, type ShapePart } from './allocation.ts';
import { firstAt, seriesOf, type SeriesSet } from './columns.ts';
import type { ShapeTrace } from './counter-step.ts';
import { batteriesOf, type CounterSource, type MeterPlan } from './plan.ts';

/** Gives what others did in a part of the stretch that is settled. */
export type Neighbours = (range: TimeRange) => ShapePart[];

function ofSun(others: readonly ShapeTrace[], { fromMs, toMs }: TimeRange): ShapePart[] {
  const parts: ShapePart[] = [];
  for (let at = fromMs; at < toMs; ) {
    const edge = Math.min(toMs, (Math.floor(at / minuteMs) + 1) * minuteMs);
    const range = { fromMs: at, toMs: edge };
    const all = others.map(({ trace }) => trace.part(range, 'positive'));
    const work = all.reduce((sum, one) => sum + one.work, 0);
    appendShape(parts, { ...range, work, knownMs: Math.max(...all.map(({ knownMs }) => knownMs)) });
    at = edge;
  }
  return parts;
}

/** Work of one percent of charge: any value will do. */
const percentWork = 1e9;

function ofCharge(
  device: string,
  series: SeriesSet,
  { sign, range }: { readonly sign: number; readonly range: TimeRange },
) {
  const own = seriesOf(series, device, 'battery.soc');
  const parts: ShapePart[] = [];
  for (let at = firstAt(own, range.fromMs) + 1; at < firstAt(own, range.toMs); at += 1) {
    const [fromMs, toMs] = [own.atMs[at - 1] ?? 0, own.atMs[at] ?? 0];
    const moved = (own.value[at] ?? Number.NaN) - (own.value[at - 1] ?? Number.NaN);
    if (Number.isNaN(moved)) continue;
    parts.push({ fromMs, toMs, work: Math.round(Math.max(0, sign * moved) * percentWork), knownMs: toMs - fromMs });
  }
  return parts;
}

/** The sources that say something about a counter's silence; undefined if none does. */
export function neighboursOf(
  source: CounterSource,
  {
    plan,
    series,
    shapes,
  }: { readonly plan: MeterPlan; readonly series: SeriesSet; readonly shapes: readonly ShapeTrace[] },
): Neighbours | undefined {
  if (source.channel === 'pv') {
    const others = shapes.filter((one) => one.source.positive === 'pv' && one.source.device !== source.device);
    return others.length === 0 ? undefined : (range) => ofSun(others, range);
  }
  if (source.channel !== 'charge' && source.channel !== 'discharge') return undefined;
  const sign = source.channel === 'charge' ? 1 : -1;
  const devices = batteriesOf(plan);
  return (range) =>
    devices.map((device) => ofCharge(device, series, { sign, range })).find((parts) => parts.length > 0) ?? [];
}
