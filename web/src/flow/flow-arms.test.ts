import { expect, test } from 'vitest';
import type { EnergyDay, Flow, FlowBranch } from '#api/contract.ts';
import { armsOf, directionOf, energyShares, isTooLittle, storyOf, supplyMix, trustOf } from './flow-arms.ts';

const arm = (powerW: number | undefined): FlowBranch => ({
  quality: 'good',
  ...(powerW === undefined ? {} : { powerW, atMs: 0 }),
});
const flow = (...[pv, grid, battery, load]: readonly (number | undefined)[]): Flow => ({
  atMs: 0,
  pv: arm(pv),
  grid: arm(grid),
  battery: arm(battery),
  load: arm(load),
});

test('U19: a home shows the arms it has', () => {
  expect(armsOf(flow(1, 2, 3, 4))).toEqual(['pv', 'grid', 'battery', 'load']);
  expect(armsOf({ ...flow(undefined, 420, undefined, 420), lacks: ['pv', 'battery'] })).toEqual(['grid', 'load']);
});

test.each([
  ['pv', 500, 'in'],
  ['grid', 500, 'in'],
  ['grid', -500, 'out'],
  ['battery', 500, 'in'],
  ['battery', -500, 'out'],
  ['load', 500, 'out'],
  ['grid', 9, 'idle'],
  ['grid', undefined, 'unknown'],
] as const)('%s at %s W goes %s', (name, powerW, direction) => {
  expect(directionOf(name, powerW)).toBe(direction);
});

test('an arm is old by its quality or by its age, and unknown without a value', () => {
  const at = (atMs: number, quality: FlowBranch['quality']): FlowBranch => ({ powerW: 1, atMs, quality });
  expect(trustOf(at(0, 'good'), 1000)).toBe('fresh');
  expect(trustOf(at(0, 'stale'), 1000)).toBe('old');
  expect(trustOf(at(0, 'held'), 1000)).toBe('old');
  expect(trustOf(at(0, 'good'), 121_000)).toBe('old');
  expect(trustOf(at(0, 'estimated'), 1000)).toBe('estimated');
  expect(trustOf({ quality: 'good' }, 1000)).toBe('unknown');
});

test('a home whose devices are all silent runs on nothing that is known', () => {
  const [now, old] = [flow(0, 0, 900, 900), { ...flow(0, 0, 900, 900) }];
  for (const arm of ['pv', 'grid', 'battery', 'load'] as const) old[arm] = { ...old[arm], quality: 'stale' };
  expect([storyOf(now), storyOf(old), storyOf({ ...old, battery: now.battery })]).toEqual([
    'battery-home',
    'lost',
    'battery-home',
  ]);
});

test('the mix counts only what supplies', () => {
  expect(supplyMix(flow(3000, -1000, 1000, 3000))).toEqual({ pv: 0.75, battery: 0.25 });
  expect(supplyMix(flow())).toEqual({});
});

test.each([
  [flow(), 'unknown'],
  [{ ...flow(), lacks: ['pv', 'grid', 'battery'] }, 'unmeasured'],
  [{ ...flow(), lacks: ['pv', 'battery'] }, 'unknown'],
  [flow(0, 0, 0, 0), 'quiet'],
  [flow(4000, -1000, -1800, 1200), 'sun-charge-export'],
  [flow(1200, 0, 0, 1200), 'sun-home'],
  [flow(0, 0, 900, 900), 'battery-home'],
  [flow(0, 2000, -1000, 1000), 'grid-charge'],
  [flow(0, 300, 900, 1200), 'battery-grid'],
] as const)('%# tells %s', (given, story) => {
  expect(storyOf(given)).toBe(story);
});

const day = (part: Partial<EnergyDay>): EnergyDay => ({
  date: '2026-11-20',
  fromMs: 0,
  toMs: 0,
  pvWh: 0,
  importWh: 0,
  exportWh: 0,
  chargeWh: 0,
  dischargeWh: 0,
  loadWh: 0,
  measured: 1,
  ...part,
});

test('shares of a day, with nothing where the whole is zero', () => {
  expect(energyShares(day({ selfSufficiency: 75, selfConsumption: 60 }))).toEqual({
    selfSufficiency: 0.75,
    selfConsumption: 0.6,
  });
  expect(energyShares(day({}))).toEqual({});
  expect(energyShares(day({ selfSufficiency: 0 }))).toEqual({ selfSufficiency: 0 });
});

test('a few watt-hours just after midnight are too little for a share; what is not known is not little', () => {
  expect([0, 5, 99, 100, 4_000, undefined].map((wattHours) => isTooLittle(wattHours))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
