// Meters without a name or role beside the meter of the grid: a part of the home, a second connection, or nothing to be said.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { every, hour, minute, settle } from '../testing/bench.ts';
import { orderedSeries, type ReadingColumns } from './columns.ts';
import { tablePlan } from './table-plan.ts';

const start = Date.UTC(2026, 5, 1, 8);
const end = start + 4 * hour;

/** A heat pump: 1.5 kW for half of every hour. */
const pump = (at: number): number => (Math.floor(((at - start) / hour) * 2) % 2 === 0 ? 1500 : 5);
const base = (at: number): number => 400 + 200 * Math.sin((at - start) / hour);

type Curves = Readonly<Record<string, (atMs: number) => number>>;

function told(all: Curves) {
  const columns = Object.entries(all).map(([name, value]): ReadingColumns => {
    const [device = '', metric = ''] = name.split(' ');
    const rows = every(minute, [start, end], value);
    return {
      key: { device, metric: metric as MetricId },
      atMs: rows.map(([at]) => at),
      value: rows.map(([, one]) => one),
    };
  });
  const { plan, guesses } = tablePlan(
    columns.map(({ key }) => key),
    orderedSeries(columns),
    { timeZone: 'UTC' },
  );
  const outcome = settle(plan, columns, { span: [start, end] });
  const circuit = (device: string): number =>
    outcome.buckets.reduce((sum, { circuits }) => sum + (circuits?.[device]?.energy ?? 0), 0) / 1e6;
  const kwh = (channel: 'import' | 'load' | 'pv' | 'charge' | 'discharge'): number => outcome.wh(channel) / 1000;
  return { guesses: guesses.map(({ device, role, why }) => ({ device, role: role.kind, why })), kwh, circuit };
}

const isCircuit = (device: string) => [{ device, role: 'circuit', why: 'second' }];

test('U6: a meter without a name that shows less than the grid is a part of the home', () => {
  const { guesses, kwh, circuit } = told({ 'm1 grid.power': (at) => base(at) + pump(at), 'm2 grid.power': pump });
  expect(guesses).toEqual(isCircuit('m2'));
  expect(kwh('import')).toBeCloseTo(4.94, 2);
  expect(circuit('m2')).toBeCloseTo(3.01, 2);
});

test('the smaller one is the part, whichever comes first, also if it never moves', () => {
  const { guesses, kwh } = told({ 'a grid.power': () => 34, 'b grid.power': () => 2250 });
  expect(guesses).toEqual(isCircuit('a'));
  expect(kwh('import')).toBeCloseTo(9, 3);
});

test('by counters alone', () => {
  const count = (watts: number) => (at: number) => Math.round(1000 + (watts * (at - start)) / hour);
  const { guesses, kwh } = told({ 'a grid.energy.import': count(600), 'b grid.energy.import': count(2400) });
  expect(guesses).toEqual(isCircuit('a'));
  expect(kwh('import')).toBeCloseTo(9.6, 1);
});

test('beside a meter that sells, what the home uses is the bound, and not what it buys', () => {
  const sun = (): number => 3000;
  const grid = (at: number): number => base(at) + pump(at) - sun();
  const home = told({ 'm1 grid.power': grid, 'm2 grid.power': pump, 'inv pv.power': sun });
  expect(home.guesses).toEqual(isCircuit('m2'));
  expect(home.kwh('import')).toBe(0);
  expect(told({ 'm1 grid.power': grid, 'm2 grid.power': pump }).guesses).toEqual(isCircuit('m2'));
});

test('one that exceeds what the home uses, or sends, is a second connection and is added up', () => {
  expect(told({ 'a grid.power': base, 'b grid.power': pump }).guesses).toEqual([]);
  const sells = (at: number): number => base(at) - 900;
  expect(told({ 'a grid.power': sells, 'b grid.power': (at) => pump(at) - 300 }).guesses).toEqual([]);
  expect(told({ 'a grid.power': base, 'b grid.power': pump }).kwh('import')).toBeCloseTo(4.94, 2);
});

test('beside an inverter alone, a meter that shows far less than its input is not at the grid', () => {
  const input = (at: number): number => 1800 + pump(at);
  const home = { 'inv pv.power': () => 100, 'inv grid.power': input, 'm grid.power': () => 200 };
  expect(told(home).guesses).toEqual(isCircuit('m'));
  expect(told({ ...home, 'm grid.power': (at) => input(at) + 300 }).guesses).toEqual([]);
});

test('L5: two batteries with the same unchanging power are added up, and it is told', () => {
  const { guesses, kwh } = told({
    'a battery.power': () => 500,
    'b battery.power': () => 500,
    'm grid.power': () => 0,
  });
  expect(guesses).toEqual([{ device: 'b', role: 'own', why: 'still' }]);
  expect(kwh('discharge')).toBe(4);
});

test('a smart plug without a counter is a circuit, each relay by its power', () => {
  const home = { 'm grid.power': base, 'plug relay.power.1': pump, 'plug relay.power.2': () => 50 };
  const { guesses, kwh, circuit } = told(home);
  expect(guesses).toEqual([]);
  expect(circuit('plug')).toBeCloseTo(3.01 + 0.2, 2);
  expect(kwh('import')).toBeCloseTo(told({ 'm grid.power': base }).kwh('import'), 6);
});
