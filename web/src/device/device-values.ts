// What to show for a device: its key values, its groups, its cells. Pure.
import type { LiveValue } from '#api/contract.ts';
import { findMetric, isMetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { directionOf } from '../flow/flow-arms.ts';
import { reading, type Quantity } from '../format.ts';
import type { DeviceValues } from '../live-state.ts';
import { metricText, t } from '../words.ts';

/** Metrics a device is known by, best first. */
const keyMetrics: Readonly<Record<DeviceKind, readonly string[]>> = {
  inverter: ['pv.power', 'load.power', 'grid.power', 'battery.power', 'inverter.mode'],
  battery: ['battery.soc', 'battery.power', 'battery.voltage'],
  meter: ['grid.power', 'load.power', 'pv.power', 'grid.energy.import'],
  relay: ['relay.on.1', 'relay.power.1', 'load.power'],
  charger: ['charger.power', 'load.power', 'meter.power.1', 'relay.power.1', 'charger.state', 'load.energy'],
  heater: ['load.power', 'meter.power.1', 'relay.power.1', 'load.energy', 'device.temperature'],
  sensor: ['device.temperature', 'grid.power', 'pv.power'],
};

/** Name of a metric for people. */
export function labelOf(metric: string): string {
  return isMetricId(metric) ? metricText(metric) : metric;
}

/** States of chargers that have words; any other is said as the maker says it. */
const chargerStates = [
  'available',
  'preparing',
  'charging',
  'suspended-ev',
  'suspended-evse',
  'finishing',
  'reserved',
  'unavailable',
  'faulted',
] as const;

/** A live value as number and unit; on/off metrics and states of chargers in words. */
export function quantityOf({ metric, value }: Pick<LiveValue, 'metric' | 'value'>): Quantity {
  const row = findMetric(metric);
  if (row?.kind === 'binary') {
    const [high, low] = metric.startsWith('relay.on.') ? [t('word.on'), t('word.off')] : [t('word.yes'), t('word.no')];
    return { value: value === 0 ? low : high, unit: '' };
  }
  const state = metric === 'charger.state' ? chargerStates.find((one) => one === value) : undefined;
  if (state !== undefined) return { value: t(`charger.state.${state}`), unit: '' };
  return reading(value, row?.unit ?? '', metric);
}

/** What the sign of a value means, in a word; undefined if it has none. */
function wayOf({ metric, value }: Pick<LiveValue, 'metric' | 'value'>): string | undefined {
  const name = metric === 'grid.power' ? 'grid' : metric === 'battery.power' ? 'battery' : undefined;
  if (name === undefined || typeof value !== 'number') return undefined;
  const direction = directionOf(name, value);
  return direction === 'unknown' ? undefined : t(`flow.way.${name}.${direction}`);
}

/** A live value with the sign in words: `1.26 kW`, `Grid power, exporting`. */
export function saidOf({ metric, value }: Pick<LiveValue, 'metric' | 'value'>): {
  readonly label: string;
  readonly quantity: Quantity;
} {
  const way = wayOf({ metric, value });
  if (way === undefined || typeof value !== 'number')
    return { label: labelOf(metric), quantity: quantityOf({ metric, value }) };
  return { label: `${labelOf(metric)}, ${way}`, quantity: quantityOf({ metric, value: Math.abs(value) }) };
}

/** The value a device is known by, and up to two beside it. */
export function keyValues(kind: DeviceKind, values: DeviceValues | undefined): readonly LiveValue[] {
  if (values === undefined) return [];
  const found = keyMetrics[kind].flatMap((metric) => values[metric] ?? []);
  return (found.length > 0 ? found : Object.values(values)).slice(0, 3);
}

/** Groups of values in the order of the page. */
const groupNames = ['pv', 'battery', 'grid', 'load', 'inverter', 'relay', 'charger', 'device'] as const;
/** A group of values. */
export type GroupName = (typeof groupNames)[number] | 'other';

/** Values of one group, in the maker's order. */
export interface ValueGroup {
  readonly name: GroupName;
  readonly values: readonly LiveValue[];
}

const cell = /^battery\.cell\.voltage\.(\d+)$/;

function groupOf(metric: string): GroupName {
  const place = metric.split('.', 1)[0] ?? '';
  return groupNames.find((name) => name === place) ?? 'other';
}

/** A device's values in groups; single cells are handled by {@link cellsOf}. */
export function valueGroups(values: DeviceValues): readonly ValueGroup[] {
  const groups = new Map<GroupName, LiveValue[]>();
  for (const value of Object.values(values)) {
    if (cell.test(value.metric)) continue;
    const name = groupOf(value.metric);
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groupNames, 'other' as const].flatMap((name) => {
    const found = groups.get(name);
    return found === undefined ? [] : [{ name, values: found }];
  });
}

/** One cell of a battery. */
export interface Cell {
  readonly index: number;
  readonly volts: number;
  readonly metric: string;
}

/** A battery's cells by their number. */
export function cellsOf(values: DeviceValues): readonly Cell[] {
  return Object.values(values)
    .flatMap(({ metric, value }) => {
      const index = cell.exec(metric)?.[1];
      return index === undefined || typeof value !== 'number' ? [] : [{ index: Number(index), volts: value, metric }];
    })
    .toSorted((a, b) => a.index - b.index);
}

/** Numbers of a device's relays. */
export function relaysOf(values: DeviceValues): readonly number[] {
  return Object.keys(values)
    .flatMap((metric) => (metric.startsWith('relay.on.') ? [Number(metric.slice('relay.on.'.length))] : []))
    .toSorted((a, b) => a - b);
}

/** Numbers of the relays that can be switched; all of them until it is known what the device takes. */
export function switchesOf(
  values: DeviceValues,
  capabilities: readonly { readonly setPoint: string }[] | undefined,
): readonly number[] {
  return relaysOf(values).filter(
    (index) => capabilities?.some(({ setPoint }) => setPoint === `relay.on.${index}`) ?? true,
  );
}

/** The metric to draw before a person picks one: the first key value that is measured. */
export function firstPick(kind: DeviceKind, values: DeviceValues): string | undefined {
  return keyValues(kind, values).find(({ metric }) => findMetric(metric)?.kind === 'gauge')?.metric;
}

/** Whether a value can be drawn over time. */
export function hasHistory({ metric, value }: LiveValue): boolean {
  return typeof value === 'number' && findMetric(metric)?.kind !== 'text';
}
