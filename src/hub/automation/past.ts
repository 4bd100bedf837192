// The recorded past of a home, for trying an automation over it: what it reads, a piece of time after another.
import type { Program } from '#automation/engine.ts';
import type { Prices } from '#automation/prices.ts';
import type { PlantDevice, PlantPoint } from '#automation/simulate/plant.ts';
import type { SimulatedRow } from '#automation/simulate/simulate.ts';
import { findMetric, isMetricId, type MetricId } from '#core/catalogue.ts';
import type { Capability } from '#core/command.ts';
import { isSetPointId, type SetPointId } from '#core/set-points.ts';
import { dayMs, minuteMs, type TimeRange } from '#core/time.ts';
import type { ActingHome } from './acting-home.ts';

/** A past to be tried. */
export interface PastQuestion extends TimeRange {
  readonly stepMs: number;
  readonly signal: AbortSignal;
  /** Lets everybody else have their turn where this one has lasted. */
  breathe(): Promise<void>;
  /** From 0 to 1. */
  onProgress(share: number): void;
  onPrices(prices: Prices | undefined): void;
}

/** Lines of a chart that are values of the home as a whole. */
const homeLines: ReadonlyMap<string, MetricId> = new Map([
  ['flow.pv', 'pv.power'],
  ['flow.grid', 'grid.power'],
  ['flow.battery', 'battery.power'],
  ['flow.load', 'load.power'],
  ['flow.soc', 'battery.soc'],
]);

/** The step of a past of some length, ms: fine for a day, coarser for a month. */
export function stepOfPast({ fromMs, toMs }: TimeRange): number {
  const days = (toMs - fromMs) / dayMs;
  return days <= 2 ? 10_000 : days <= 8 ? 30_000 : minuteMs;
}

interface Wanted {
  readonly metrics: readonly string[];
  /** Metrics that are asked of the home as a whole, besides its flow. */
  readonly ofHome: ReadonlySet<string>;
}

/** What a program looks at, as lines of a chart. What is set is not taken from the past: it is what the trial sets. */
function wantedBy({ reads }: Pick<Program, 'reads'>): Wanted {
  const flows = new Set<string>(homeLines.values());
  const names = reads.filter(
    ({ name }) => isMetricId(name) && !isSetPointId(name) && findMetric(name)?.kind !== 'text',
  );
  const own = names.filter(({ name, device }) => device !== undefined || !flows.has(name)).map(({ name }) => name);
  const ofHome = names.filter(({ name, device }) => device === undefined && !flows.has(name)).map(({ name }) => name);
  return { metrics: [...new Set([...homeLines.keys(), ...own])], ofHome: new Set(ofHome) };
}

/** The rows of a past, in order. Errors: `store.failed`; the reason of the signal. */
export async function* pastRows(
  home: Pick<ActingHome, 'chart' | 'prices'>,
  program: Program,
  { fromMs, toMs, stepMs, signal, breathe, onProgress, onPrices }: PastQuestion,
): AsyncGenerator<SimulatedRow> {
  const { metrics, ofHome } = wantedBy(program);
  for (let atMs = fromMs; atMs < toMs; atMs += dayMs) {
    signal.throwIfAborted();
    const piece = { fromMs: atMs, toMs: Math.min(toMs, atMs + dayMs) };
    if (program.usesPrices) onPrices(await home.prices({ fromMs: atMs - dayMs, toMs: atMs + 2 * dayMs }));
    const { series } = await home.chart({ ...piece, metrics, stepMs });
    const rows = new Map<number, SimulatedRow['values'][number][]>();
    const spoken = new Map<string, string>();
    for (const { device, metric: name, atMs: times, value } of series) {
      const metric = homeLines.get(name) ?? name;
      if (!isMetricId(metric)) continue;
      const isFlow = homeLines.has(name);
      // Of several devices the first speaks for the home.
      const speaks = !isFlow && ofHome.has(metric) && (spoken.get(metric) ?? device) === device;
      if (speaks) spoken.set(metric, device);
      for (const [index, time] of times.entries()) {
        const one = value[index];
        if (one === undefined) continue;
        const row = rows.getOrInsertComputed(time, () => []);
        row.push({ device: isFlow ? '' : device, metric, value: one });
        if (speaks) row.push({ device: '', metric, value: one });
      }
    }
    // A row a step, also where nothing was recorded: time goes on, and what is old is old.
    for (let rowMs = piece.fromMs; rowMs < piece.toMs; rowMs += stepMs) {
      yield { atMs: rowMs, values: rows.get(rowMs) ?? [], events: [] };
      onProgress((rowMs - fromMs) / (toMs - fromMs));
      await breathe();
      signal.throwIfAborted();
    }
  }
}

function pointOf({ value, current }: Capability): PlantPoint {
  const limits = value.kind === 'number' ? { min: value.min, max: value.max, step: value.step } : {};
  return { ...limits, starts: current };
}

/** The devices of a home as a trial has them: with the set-points that they have now. */
export async function pastDevices(
  home: Pick<ActingHome, 'facts' | 'capabilities'>,
  { freshMs }: { readonly freshMs: number },
): Promise<ReadonlyMap<string, PlantDevice>> {
  const all = await Promise.all(
    home.facts.devices().map(async ({ record: { id, name }, kind }) => {
      const capabilities = await home.capabilities(id).catch((): readonly Capability[] => []);
      const points = new Map<SetPointId, PlantPoint>(capabilities.map((one) => [one.setPoint, pointOf(one)]));
      return [id, { name, kind, points, delayMs: 0, freshMs }] as const;
    }),
  );
  return new Map(all);
}
