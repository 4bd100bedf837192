// The home's power flow from its devices' values: who speaks for sun, grid, battery and home.
// A meter speaks for the grid before an inverter does, a battery for itself; the home is the sum of its sources.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { Quality } from '#core/reading.ts';
import type { Flow, FlowBranch, LiveValue } from '#api/contract.ts';

/** A device as the flow sees it. */
export interface FlowDevice {
  readonly id: string;
  readonly kind: DeviceKind;
}

/** Looks up a value of a device. */
export type Look = (device: string, metric: MetricId) => Pick<LiveValue, 'value' | 'atMs' | 'quality'> | undefined;

/** The metrics a flow is made of; no other value changes it. */
export const flowMetrics: ReadonlySet<MetricId> = new Set([
  'pv.power',
  'grid.power',
  'battery.power',
  'load.power',
  'grid.voltage',
  'battery.soc',
  'battery.capacity',
] as const);

const unknown: FlowBranch = { quality: 'good' };
const trust: Readonly<Record<Quality, number>> = { stale: 0, held: 1, estimated: 2, good: 3 };

const worse = (left: Quality, right: Quality): Quality => (trust[left] <= trust[right] ? left : right);

/** The sum of two arms; what is not known adds nothing. */
function plus(left: FlowBranch, right: FlowBranch): FlowBranch {
  if (left.powerW === undefined) return right;
  if (right.powerW === undefined) return left;
  return {
    powerW: left.powerW + right.powerW,
    atMs: Math.min(left.atMs ?? Number.POSITIVE_INFINITY, right.atMs ?? Number.POSITIVE_INFINITY),
    quality: worse(left.quality, right.quality),
  };
}

/** Sum of what the devices of the first kind that has the metric say; unknown when none does. */
function sumOf(
  devices: readonly FlowDevice[],
  look: Look,
  { metric, kinds }: { readonly metric: MetricId; readonly kinds: readonly DeviceKind[] },
): FlowBranch {
  for (const kind of kinds) {
    let sum = unknown;
    for (const device of devices) {
      const found = device.kind === kind ? look(device.id, metric) : undefined;
      if (typeof found?.value !== 'number') continue;
      sum = plus(sum, { powerW: found.value, atMs: found.atMs, quality: found.quality });
    }
    if (sum.powerW !== undefined) return sum;
  }
  return unknown;
}

/** Volts on the inverter's input from which the grid is there. */
const gridThereV = 50;

/** Where nobody measures the grid: what an inverter's output takes beyond sun and battery, when its input is live. */
function estimatedGrid(
  devices: readonly FlowDevice[],
  look: Look,
  { pv, battery, output }: Record<'pv' | 'battery' | 'output', FlowBranch>,
): FlowBranch {
  const inputs = devices.filter(({ kind }) => kind === 'inverter').map(({ id }) => look(id, 'grid.voltage'));
  const live = inputs.filter((input) => input !== undefined);
  if (live.length === 0 || output.powerW === undefined) return unknown;
  const atMs = Math.min(output.atMs ?? Number.POSITIVE_INFINITY, ...live.map((input) => input.atMs));
  const inputQuality = live.map(({ quality }) => quality).reduce(worse, 'estimated');
  const isThere = live.some(({ value }) => Number(value) >= gridThereV);
  if (!isThere) return { powerW: 0, atMs, quality: worse(inputQuality, output.quality) };
  // Without the sun's share the rest would be a guess; a home without a battery has none to tell of.
  if (pv.powerW === undefined) return unknown;
  const sources = plus(pv, battery);
  return {
    powerW: Math.max(0, output.powerW - (sources.powerW ?? 0)),
    atMs: Math.min(atMs, sources.atMs ?? atMs),
    quality: worse(worse(inputQuality, output.quality), sources.quality),
  };
}

/** Mean state of charge, weighted by capacity where every battery says it. */
function stateOfCharge(devices: readonly FlowDevice[], look: Look): number | undefined {
  for (const kind of ['battery', 'inverter'] as const) {
    const batteries: { readonly soc: number; readonly ah: number }[] = [];
    for (const device of devices) {
      const soc = device.kind === kind ? look(device.id, 'battery.soc')?.value : undefined;
      if (typeof soc !== 'number') continue;
      batteries.push({ soc, ah: Number(look(device.id, 'battery.capacity')?.value ?? 0) });
    }
    if (batteries.length === 0) continue;
    const isWeighted = batteries.every(({ ah }) => ah > 0);
    const total = isWeighted ? batteries.reduce((sum, { ah }) => sum + ah, 0) : batteries.length;
    return batteries.reduce((sum, { soc, ah }) => sum + (soc * (isWeighted ? ah : 1)) / total, 0);
  }
  return undefined;
}

/** A home never makes power: sources that were read moments apart may sum to a little below 0. */
function homeOf(sum: FlowBranch): FlowBranch {
  return sum.powerW !== undefined && sum.powerW < 0 ? { ...sum, powerW: 0 } : sum;
}

/** The flow of a home: load = pv + grid + battery, with the arms that are known. */
export function flowOf(devices: readonly FlowDevice[], look: Look, atMs: number): Flow {
  const pv = sumOf(devices, look, { metric: 'pv.power', kinds: ['inverter', 'meter'] });
  const battery = sumOf(devices, look, { metric: 'battery.power', kinds: ['battery', 'inverter'] });
  const output = sumOf(devices, look, { metric: 'load.power', kinds: ['inverter'] });
  const metered = sumOf(devices, look, { metric: 'grid.power', kinds: ['meter', 'inverter'] });
  const isMetered = metered.powerW !== undefined || devices.some((device) => device.kind === 'meter');
  const grid = isMetered ? metered : estimatedGrid(devices, look, { pv, battery, output });
  // Without the grid's share the sum would be a guess: then the inverter's own output is what is known of the home.
  const load = grid.powerW === undefined ? output : homeOf(plus(plus(pv, grid), battery));
  const soc = stateOfCharge(devices, look);
  return { atMs, pv, grid, battery, load, ...(soc === undefined ? {} : { soc }) };
}
