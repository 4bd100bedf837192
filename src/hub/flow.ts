// The home's power flow from its devices' values: who speaks for sun, grid, battery and home.
// A meter speaks for the grid before an inverter does, a battery for itself; the home is the sum of its sources.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/field.ts';
import type { Quality } from '#core/reading.ts';
import type { Flow, FlowArm, LiveValue } from './types.ts';

/** A device as the flow sees it. */
export interface FlowDevice {
  readonly id: string;
  readonly kind: DeviceKind;
}

type Look = (device: string, metric: MetricId) => LiveValue | undefined;

const worst: readonly Quality[] = ['stale', 'held', 'estimated', 'good'];

function worstOf(qualities: readonly Quality[]): Quality {
  return worst.find((quality) => qualities.includes(quality)) ?? 'good';
}

/** Sum of what the devices of the first kind that has the metric say; absent when none does. */
function sumOf(devices: readonly FlowDevice[], look: Look, ask: { metric: MetricId; kinds: readonly DeviceKind[] }): FlowArm {
  for (const kind of ask.kinds) {
    const values = devices
      .filter((device) => device.kind === kind)
      .map((device) => look(device.id, ask.metric))
      .filter((value) => value !== undefined && typeof value.value === 'number');
    if (values.length === 0) continue;
    return {
      powerW: values.reduce((sum, value) => sum + Number(value?.value), 0),
      atMs: Math.min(...values.map((value) => value?.atMs ?? Number.POSITIVE_INFINITY)),
      quality: worstOf(values.map((value) => value?.quality ?? 'good')),
    };
  }
  return { quality: 'good' };
}

function plus(arms: readonly FlowArm[]): FlowArm {
  const known = arms.filter((arm) => arm.powerW !== undefined);
  if (known.length === 0) return { quality: 'good' };
  return {
    powerW: known.reduce((sum, arm) => sum + (arm.powerW ?? 0), 0),
    atMs: Math.min(...known.map((arm) => arm.atMs ?? Number.POSITIVE_INFINITY)),
    quality: worstOf(known.map((arm) => arm.quality)),
  };
}

/** Volts on the inverter's input from which the grid is there. */
const gridThereV = 50;

/** Where nobody measures the grid: what an inverter's output takes beyond sun and battery, when its input is live. */
function estimatedGrid(devices: readonly FlowDevice[], look: Look, { pv, battery, output }: Record<'pv' | 'battery' | 'output', FlowArm>): FlowArm {
  const voltage = devices.map((device) => look(device.id, 'grid.voltage')).find((value) => value !== undefined);
  if (voltage === undefined || output.powerW === undefined) return { quality: 'good' };
  const isThere = Number(voltage.value) >= gridThereV;
  const rest = output.powerW - (pv.powerW ?? 0) - (battery.powerW ?? 0);
  return {
    powerW: isThere ? Math.max(0, rest) : 0,
    atMs: Math.min(voltage.atMs, output.atMs ?? voltage.atMs),
    quality: worstOf([voltage.quality, output.quality, 'estimated']),
  };
}

/** Mean state of charge, weighted by capacity where every battery says it. */
function stateOfCharge(devices: readonly FlowDevice[], look: Look): number | undefined {
  for (const kind of ['battery', 'inverter'] as const) {
    const batteries = devices
      .filter((device) => device.kind === kind)
      .map(({ id }) => ({ soc: look(id, 'battery.soc')?.value, weight: look(id, 'battery.capacity')?.value }))
      .filter(({ soc }) => typeof soc === 'number');
    if (batteries.length === 0) continue;
    const weighted = batteries.every(({ weight }) => typeof weight === 'number' && weight > 0);
    const weights = batteries.map(({ weight }) => (weighted ? Number(weight) : 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return batteries.reduce((sum, { soc }, index) => sum + (Number(soc) * (weights[index] ?? 1)) / total, 0);
  }
  return undefined;
}

/** The flow of a home: load = pv + grid + battery, with the arms that are known. */
export function flowOf(devices: readonly FlowDevice[], look: Look, atMs: number): Flow {
  const pv = sumOf(devices, look, { metric: 'pv.power', kinds: ['inverter', 'meter'] });
  const battery = sumOf(devices, look, { metric: 'battery.power', kinds: ['battery', 'inverter'] });
  const output = sumOf(devices, look, { metric: 'load.power', kinds: ['inverter'] });
  const metered = sumOf(devices, look, { metric: 'grid.power', kinds: ['meter', 'inverter'] });
  const hasMeter = devices.some((device) => device.kind === 'meter');
  const grid = metered.powerW === undefined && !hasMeter ? estimatedGrid(devices, look, { pv, battery, output }) : metered;
  // Without the grid's share the sum would be a guess: then the inverter's own output is what is known of the home.
  const load = grid.powerW === undefined ? output : homeOf(plus([pv, grid, battery]));
  const soc = stateOfCharge(devices, look);
  return { atMs, pv, grid, battery, load, ...(soc === undefined ? {} : { soc }) };
}

/** A home never makes power: sources that were read moments apart may sum to a little below 0. */
function homeOf(sum: FlowArm): FlowArm {
  return sum.powerW !== undefined && sum.powerW < 0 ? { ...sum, powerW: 0 } : sum;
}
