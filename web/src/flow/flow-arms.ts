// What the power flow means: direction, age, wording and shares of its branches. Pure.
import type { EnergyDay, Flow, FlowBranch } from '#api/contract.ts';

/** The branches of the flow, in the order they are listed. */
export const armNames = ['pv', 'grid', 'battery', 'load'] as const;
/** The branches a home has. */
export const armsOf = ({ lacks = [] }: Flow): readonly ArmName[] =>
  armNames.filter((name) => name === 'load' || !lacks.includes(name));

/** One branch of the flow. */
export type ArmName = (typeof armNames)[number];

/** Below this a branch counts as idle: meters and inverters never rest at exactly zero, W. */
const idleW = 10;
/** A value older than this is shown in grey, whatever its quality says, ms. */
const oldMs = 120_000;

/** `in`: towards the middle; `out`: away from it. */
export type Direction = 'in' | 'out' | 'idle' | 'unknown';

/** Which way power moves on a branch; sources are positive, the home consumes. */
export function directionOf(name: ArmName, powerW: number | undefined): Direction {
  if (powerW === undefined) return 'unknown';
  if (Math.abs(powerW) < idleW) return 'idle';
  const towards = name === 'load' ? powerW < 0 : powerW > 0;
  return towards ? 'in' : 'out';
}

/** How much a branch can be trusted now. */
export type Trust = 'fresh' | 'old' | 'estimated' | 'unknown';

/** Trust in a branch at a server time. */
export function trustOf(arm: FlowBranch, nowMs: number): Trust {
  if (arm.powerW === undefined) return 'unknown';
  if (arm.quality === 'stale' || arm.quality === 'held') return 'old';
  if (arm.atMs !== undefined && nowMs - arm.atMs > oldMs) return 'old';
  return arm.quality === 'estimated' ? 'estimated' : 'fresh';
}

/** Shares of what supplies the home right now, 0 to 1; empty if nothing is known. */
export function supplyMix(flow: Flow): Partial<Record<'pv' | 'battery' | 'grid', number>> {
  const sources = (['pv', 'battery', 'grid'] as const).map((name) => ({ name, powerW: flow[name].powerW ?? 0 }));
  const active = sources.filter(({ powerW }) => powerW >= idleW);
  const totalW = active.reduce((sum, { powerW }) => sum + powerW, 0);
  return Object.fromEntries(active.map(({ name, powerW }) => [name, powerW / totalW]));
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Shares of a day, 0 to 1; absent if the whole is zero and the share means nothing. */
export interface EnergyShares {
  /** Part of the home's energy that did not come from the grid. */
  readonly selfSufficiency?: number;
  /** Part of the solar energy that was kept at home. */
  readonly selfConsumption?: number;
}

/** Wh below which a share says nothing: just after midnight 5 Wh out of a battery are no 100 %. */
const leastWh = 100;

/** Whether there is too little energy for a share to say anything; energy that is not known is no reason. */
export const isTooLittle = (wattHours: number | undefined): boolean => wattHours !== undefined && wattHours < leastWh;

/** Self-sufficiency and self-consumption of a day. */
export function energyShares({ selfSufficiency, selfConsumption }: EnergyDay): EnergyShares {
  return {
    ...(selfSufficiency === undefined ? {} : { selfSufficiency: clamp(selfSufficiency / 100) }),
    ...(selfConsumption === undefined ? {} : { selfConsumption: clamp(selfConsumption / 100) }),
  };
}

/** What the flow amounts to, as a key of the wording. */
export type FlowStory =
  | 'lost'
  | 'unknown'
  | 'unmeasured'
  | 'quiet'
  | 'sun-export'
  | 'sun-charge'
  | 'sun-charge-export'
  | 'sun-home'
  | 'sun-grid'
  | 'sun-battery'
  | 'battery-home'
  | 'battery-grid'
  | 'battery-export'
  | 'grid-charge'
  | 'grid-home';

/** The one thing to say about a flow. */
export function storyOf(flow: Flow): FlowStory {
  const pv = directionOf('pv', flow.pv.powerW);
  const grid = directionOf('grid', flow.grid.powerW);
  const battery = directionOf('battery', flow.battery.powerW);
  const load = directionOf('load', flow.load.powerW);
  if ([pv, grid, battery, load].every((direction) => direction === 'unknown'))
    return armsOf(flow).length === 1 ? 'unmeasured' : 'unknown';
  const known = [flow.pv, flow.grid, flow.battery, flow.load].filter(({ powerW }) => powerW !== undefined);
  if (known.every(({ quality }) => quality === 'stale')) return 'lost';
  const charging = battery === 'out';
  if (pv === 'in') {
    if (grid === 'out') return charging ? 'sun-charge-export' : 'sun-export';
    if (grid === 'in') return 'sun-grid';
    if (charging) return 'sun-charge';
    return battery === 'in' ? 'sun-battery' : 'sun-home';
  }
  if (battery === 'in') {
    if (grid === 'out') return 'battery-export';
    return grid === 'in' ? 'battery-grid' : 'battery-home';
  }
  if (grid === 'in') return charging ? 'grid-charge' : 'grid-home';
  return 'quiet';
}
