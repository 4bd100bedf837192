// The values of a home at one moment, as an expression names them: which device speaks for the home is the home's affair.
import { findMetric, isMetricId, type MetricId } from '../catalogue.ts';
import type { DeviceKind } from '../device-kind.ts';
import { isForecast, isForecastGood } from '../forecast.ts';
import type { MetricValue, Quality } from '../reading.ts';
import type { Moment, Seen } from './evaluate.ts';
import type { Reference } from './tree.ts';

/** A value of a device as it is now. */
export interface HomeValue {
  readonly device: string;
  readonly metric: string;
  readonly value: MetricValue;
  readonly atMs: number;
  readonly quality: Quality;
}

/** A side of the flow of the home. */
interface Branch {
  readonly powerW?: number | undefined;
  readonly atMs?: number | undefined;
  readonly quality: Quality;
}

/** The flow of the home, where it is known: powers of its sides, and the state of charge of all batteries, %. */
export interface HomeFlow {
  readonly pv: Branch;
  readonly grid: Branch;
  readonly battery: Branch;
  readonly load: Branch;
  readonly soc?: number | undefined;
}

/** A home at one moment. */
export interface HomeNow {
  readonly devices: readonly { readonly id: string; readonly kind: DeviceKind }[];
  readonly values: readonly HomeValue[];
  readonly flow: HomeFlow | undefined;
  /** IANA; UTC where it is not known. */
  readonly zone?: string | undefined;
}

/** When a value is looked at. */
export interface LookedAt {
  /** Epoch ms. */
  readonly nowMs: number;
  /** IANA; UTC where it is not known. */
  readonly zone?: string | undefined;
}

/** Kinds of devices by how well they speak for a place, the best first; those that are not named come last. */
const speakers: Readonly<Record<string, readonly DeviceKind[]>> = {
  battery: ['battery', 'inverter'],
  grid: ['meter', 'inverter'],
  load: ['inverter', 'meter'],
  pv: ['inverter', 'charger'],
  inverter: ['inverter'],
  meter: ['meter'],
  relay: ['relay'],
};

const sides: ReadonlyMap<string, 'pv' | 'grid' | 'battery' | 'load'> = new Map([
  ['pv.power', 'pv'],
  ['grid.power', 'grid'],
  ['battery.power', 'battery'],
  ['load.power', 'load'],
]);

const soc = 'battery.soc' satisfies MetricId;

const isFresh = (quality: Quality): boolean => quality === 'good' || quality === 'estimated';

/** Whether a value may be decided by: of a forecast its own age counts, not how often its device is heard. */
export function isDecisive(
  { metric, atMs, quality }: Pick<HomeValue, 'metric' | 'atMs' | 'quality'>,
  { nowMs, zone = 'UTC' }: LookedAt,
): boolean {
  if (!isForecast(metric)) return isFresh(quality);
  return quality !== 'held' && isForecastGood(metric, { atMs, nowMs, zone });
}

/** A value as an expression sees it: a binary one is a yes or no. */
export function seenOf(seen: Omit<HomeValue, 'device'>, at: LookedAt): Seen {
  const { metric, value, atMs } = seen;
  const isTruth = typeof value === 'number' && findMetric(metric)?.kind === 'binary';
  return { value: isTruth ? value !== 0 : value, atMs, isFresh: isDecisive(seen, at) };
}

/** Of several devices: one that is heard, then the kind that the value belongs to, then the first by id. */
function spoken(name: string, { values, devices }: HomeNow, at: LookedAt): Seen | undefined {
  const order = speakers[name.split('.')[0] ?? ''] ?? [];
  const rank = ({ device }: HomeValue): number => {
    const kind = devices.find(({ id }) => id === device)?.kind;
    const place = kind === undefined ? -1 : order.indexOf(kind);
    return place < 0 ? order.length : place;
  };
  const [best] = values
    .filter(({ metric }) => metric === name)
    .toSorted(
      (left, right) =>
        Number(isDecisive(right, at)) - Number(isDecisive(left, at)) ||
        rank(left) - rank(right) ||
        (left.device < right.device ? -1 : 1),
    );
  return best === undefined ? undefined : seenOf(best, at);
}

/** The powers of the home and its state of charge are those of its flow: sums of all that count, with stand-ins. */
function ofFlow(name: string, { flow, values }: HomeNow): Seen | undefined {
  if (flow === undefined) return undefined;
  const side = sides.get(name);
  if (side !== undefined) {
    const { powerW, atMs = 0, quality } = flow[side];
    return powerW === undefined ? undefined : { value: powerW, atMs, isFresh: isFresh(quality) };
  }
  if (name !== soc || flow.soc === undefined) return undefined;
  const charged = values.filter(({ metric }) => metric === soc);
  return {
    value: flow.soc,
    atMs: charged.reduce((newest, { atMs }) => Math.max(newest, atMs), 0),
    isFresh: charged.some(({ quality }) => isFresh(quality)),
  };
}

/** A home as the world of an expression; asked for once, when the first value is looked at. */
export function homeMoment(nowMs: number, homeNow: () => HomeNow): Moment {
  let known: HomeNow | undefined;
  const home = (): HomeNow => (known ??= homeNow());
  return {
    nowMs,
    look({ name, device }: Reference): Seen | undefined {
      if (!isMetricId(name)) return undefined;
      const at = { nowMs, zone: home().zone };
      if (device === undefined) return ofFlow(name, home()) ?? spoken(name, home(), at);
      const found = home().values.find((one) => one.device === device && one.metric === name);
      return found === undefined ? undefined : seenOf(found, at);
    },
  };
}
