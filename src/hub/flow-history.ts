// The home's power flow in the past: the flow's own rules, applied step by step to what history holds of its devices.
import type { TimeRange } from '#core/time.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { HistoryStore, SeriesPoints } from '#core/history.ts';
import { type FlowDevice, flowMetrics, flowOf, type Look } from './flow.ts';
import type { Flow, FlowBranch } from '#api/contract.ts';

/** Where the past is read from. */
export interface FlowSource {
  readonly store: Pick<HistoryStore, 'range' | 'series'>;
  readonly site: string;
  readonly devices: readonly FlowDevice[];
}

/** The powers of a flow that are known, W: those that are stale are not. */
export interface KnownPowers {
  readonly pvW: number | undefined;
  readonly gridW: number | undefined;
  readonly batteryW: number | undefined;
  readonly loadW: number | undefined;
}

const fresh = ({ quality, powerW }: FlowBranch): number | undefined => (quality === 'stale' ? undefined : powerW);

/** What is certain in a flow. */
export function powersOf({ pv, grid, battery, load }: Flow): KnownPowers {
  return { pvW: fresh(pv), gridW: fresh(grid), batteryW: fresh(battery), loadW: fresh(load) };
}

/** A range of time cut into steps, which are aligned to the epoch. */
export interface SteppedRange extends TimeRange {
  readonly stepMs: number;
}

/** How long a value holds without a newer one, ms: a device that speaks on change is asked once a minute. */
const holdMs = 90_000;
/** … and in steps, if they are longer. */
const holdSteps = 2;

/** How long a value holds for steps of this width, ms; past it the device counts as silent. */
function holdOf(stepMs: number): number {
  return Math.max(holdMs, holdSteps * stepMs);
}

/** Walks along a series as time goes on. */
interface Cursor {
  readonly points: SeriesPoints;
  /** Points up to the present time. */
  passed: number;
}

function advance(cursor: Cursor, at: number): void {
  const { atMs } = cursor.points;
  while (cursor.passed < atMs.length && (atMs[cursor.passed] ?? at) <= at) cursor.passed += 1;
}

function stepTimes(answers: readonly SeriesPoints[], { fromMs, stepMs }: SteppedRange): readonly number[] {
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const times = new Set<number>();
  for (const { atMs } of answers) for (const at of atMs) times.add(Math.max(at, firstMs));
  return [...times].toSorted((left, right) => left - right);
}

/**
 * The flows of the steps in which something was measured. A value holds for a while; past that its branch is stale until
 * the device speaks again, and so is the home, exactly as it was live.
 */
export async function pastFlows({ store, site, devices }: FlowSource, span: SteppedRange): Promise<readonly Flow[]> {
  const longestMs = holdOf(span.stepMs);
  const ids = new Set(devices.map(({ id }) => id));
  const series = (await store.series(site)).filter((key) => ids.has(key.device) && flowMetrics.has(key.metric));
  if (series.length === 0) return [];
  const fromMs = span.fromMs - longestMs;
  const answers = await store.range({ ...span, series, fromMs, aggregate: 'timeMean' });

  const cursors = new Map<string, Map<MetricId, Cursor>>();
  for (const points of answers) {
    const { device, metric } = points.key;
    cursors.getOrInsertComputed(device, () => new Map()).set(metric, { points, passed: 0 });
  }
  const lookAt = (at: number): Look => {
    return (device, metric) => {
      const cursor = cursors.get(device)?.get(metric);
      if (cursor === undefined) return undefined;
      advance(cursor, at);
      const value = cursor.points.value[cursor.passed - 1];
      const atMs = cursor.points.atMs[cursor.passed - 1];
      if (value === undefined || atMs === undefined) return undefined;
      const isHeld = at - atMs < longestMs;
      // A state of charge or a capacity does not vanish from a sum: what is old is left out.
      if (!isHeld && (metric === 'battery.soc' || metric === 'battery.capacity')) return undefined;
      return { value, atMs, quality: isHeld ? 'good' : 'stale' };
    };
  };
  return stepTimes(answers, span).map((at) => flowOf(devices, lookAt(at), at));
}
