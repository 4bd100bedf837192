// A sensible meter plan from what a home has: the same precedence as the live flow, counters before integration.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { Channel } from '../types.ts';
import { gapLimitOf, type CounterSource, type MeterPlan, type PowerSource, type Source } from './plan.ts';

/** A device as the plan sees it. */
export interface MeteredDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly intervalMs: number;
  /** Metrics it gives at another interval than its others, ms; counters are often asked less often. */
  readonly intervals?: ReadonlyMap<MetricId, number>;
  /** The metrics it gives. */
  readonly metrics: readonly MetricId[];
}

/** What a person may choose of a plan. */
export interface PlanOptions {
  /** Midnight of daily counters is local to it. */
  readonly timeZone: string;
  /** Whether phases are netted before they are booked (as most meters bill) or booked one by one. */
  readonly phases?: 'net' | 'each';
  /** `own`: the home's use comes from its own meter even where it could be derived. */
  readonly load?: 'own' | 'derived';
  /** Counters that start again each midnight, as `device metric`. */
  readonly daily?: ReadonlySet<string>;
  /** Most power of this home, W; absent: 50 000. */
  readonly plausibleW?: number;
}

/** A side of the home: its power, the channels of both signs, and who speaks for it, first the best. */
interface Side {
  readonly name: string;
  readonly power: MetricId;
  readonly positive: Channel;
  readonly negative?: Channel;
  readonly counters: Partial<Record<Channel, MetricId>>;
  readonly kinds: readonly DeviceKind[];
}

const sides = {
  pv: {
    name: 'pv',
    power: 'pv.power',
    positive: 'pv',
    counters: { pv: 'pv.energy' },
    kinds: ['inverter', 'meter'],
  },
  grid: {
    name: 'grid',
    power: 'grid.power',
    positive: 'import',
    negative: 'export',
    counters: { import: 'grid.energy.import', export: 'grid.energy.export' },
    kinds: ['meter', 'inverter'],
  },
  battery: {
    name: 'battery',
    power: 'battery.power',
    positive: 'discharge',
    negative: 'charge',
    counters: { charge: 'battery.energy.charge', discharge: 'battery.energy.discharge' },
    kinds: ['battery', 'inverter'],
  },
  load: { name: 'load', power: 'load.power', positive: 'load', counters: { load: 'load.energy' }, kinds: ['inverter'] },
} as const satisfies Record<string, Side>;

const defaultPlausibleW = 50_000;
const phaseNumbers = [1, 2, 3] as const;

type Facts = Pick<Source, 'device' | 'intervalMs' | 'gapLimitMs' | 'plausibleW'>;

function factsOf(device: MeteredDevice, metric: MetricId | undefined, choices: PlanOptions): Facts {
  const own = metric === undefined ? undefined : device.intervals?.get(metric);
  const intervalMs = own ?? device.intervalMs;
  return {
    device: device.id,
    intervalMs,
    gapLimitMs: gapLimitOf(intervalMs),
    plausibleW: choices.plausibleW ?? defaultPlausibleW,
  };
}

/** The powers of a side as groups: one of all phases, or one a phase. */
function powerGroups(device: MeteredDevice, side: Side, choices: PlanOptions): (readonly MetricId[])[] {
  const has = new Set(device.metrics);
  const phases = side.name === 'grid' ? phaseNumbers.map((phase): MetricId => `grid.power.l${phase}`) : [];
  const given = phases.filter((metric) => has.has(metric));
  if (choices.phases === 'each' && given.length > 1) return given.map((metric) => [metric]);
  if (has.has(side.power)) return [[side.power]];
  return given.length > 0 ? [given] : [];
}

/** The counters of a channel: the device's own sum, or one a phase where a person wants phases one by one. */
function counterMetrics(device: MeteredDevice, metric: MetricId, choices: PlanOptions): readonly MetricId[] {
  const has = new Set<string>(device.metrics);
  if (choices.phases === 'each' && metric.startsWith('grid.')) {
    const given = device.metrics.filter((own) => own.startsWith(`${metric}.l`));
    if (given.length > 1) return given;
    // A counter of the sum counts phases as its meter does: booked one by one they have to be integrated.
    if (phaseNumbers.every((phase) => has.has(`grid.power.l${phase}`))) return [];
  }
  return has.has(metric) ? [metric] : [];
}

function countersOf(device: MeteredDevice, side: Side, choices: PlanOptions): CounterSource[] {
  const sources: CounterSource[] = [];
  for (const channel of ['pv', 'import', 'export', 'charge', 'discharge', 'load'] as const) {
    const metric = side.counters[channel];
    if (metric === undefined) continue;
    for (const own of counterMetrics(device, metric, choices)) {
      const isDaily = choices.daily?.has(`${device.id} ${own}`) === true;
      sources.push({
        kind: 'counter',
        id: `${device.id}:${own}`,
        ...factsOf(device, own, choices),
        metric: own,
        channel,
        span: isDaily ? 'daily' : 'total',
        timeZone: choices.timeZone,
      });
    }
  }
  return sources;
}

/** The sources a device gives for a side: counters, and its power for what no counter counts and for shape. */
function sourcesOf(device: MeteredDevice, side: Side, choices: PlanOptions): Source[] {
  const groups = powerGroups(device, side, choices);
  const counters = countersOf(device, side, choices);
  const counted = new Set(counters.map(({ channel }) => channel));
  const both = side.negative === undefined ? [side.positive] : [side.positive, side.negative];
  const powers = groups.map(
    (metrics): PowerSource => ({
      kind: 'power',
      id: `${device.id}:${metrics.join('+')}`,
      ...factsOf(device, metrics[0], choices),
      metrics,
      positive: side.positive,
      ...(side.negative === undefined ? {} : { negative: side.negative }),
      books: both.filter((channel) => !counted.has(channel)),
    }),
  );
  const shaped = counters.map((counter): CounterSource => {
    const phase = /\.l\d$/.exec(counter.metric)?.[0];
    const own = phase === undefined ? powers[0] : powers.find(({ metrics }) => metrics[0]?.endsWith(phase));
    return own === undefined ? counter : { ...counter, shape: own.id };
  });
  return [...shaped, ...powers];
}

/** The sources of the first kind of device that gives a side at all. */
function sideSources(devices: readonly MeteredDevice[], side: Side, choices: PlanOptions): Source[] {
  for (const kind of side.kinds) {
    const sources = devices
      .filter((device) => device.kind === kind)
      .flatMap((device) => sourcesOf(device, side, choices));
    if (sources.length > 0) return sources;
  }
  return [];
}

/**
 * The plan of a home: a meter speaks for the grid before an inverter, a battery for itself; what the home uses is derived
 * where the grid is known, else an inverter's own output, and then what came from the grid is derived if there is an input.
 */
export function planOf(devices: readonly MeteredDevice[], choices: PlanOptions): MeterPlan {
  const [pv, grid, battery, own] = [sides.pv, sides.grid, sides.battery, sides.load].map((side) =>
    sideSources(devices, side, choices),
  );
  const others = [...(pv ?? []), ...(grid ?? []), ...(battery ?? [])];
  const load = own ?? [];
  const isGridKnown = (grid ?? []).length > 0;
  if (isGridKnown && (choices.load !== 'own' || load.length === 0)) return { sources: others, derives: 'load' };
  const sources = [...others, ...load];
  const hasInput = devices.some(({ kind, metrics }) => kind === 'inverter' && metrics.includes('grid.voltage'));
  const isDerived = !isGridKnown && load.length > 0 && hasInput;
  return isDerived ? { sources, derives: 'import' } : { sources };
}
