// Loads that are set in another unit than their circuit is counted in are reduced, and switched off only where nothing else helps.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { SetPointId } from '#core/set-points.ts';
import { compiled } from '../file/compile.ts';
import type { FileCircuit } from '../file/words.ts';
import { type Bench, makeBench } from '../testing/bench.ts';

const limit = 'charger.current.limit';

interface Plan {
  readonly circuit: Omit<FileCircuit, 'name'>;
  readonly point: SetPointId;
  readonly starts: number;
  readonly limits: { readonly min: number; readonly max: number; readonly step: number };
  /** What the circuit's meter shows, from what the load is set to, W or A. */
  flows(set: number): number;
  /** What the device measures. */
  measures?(set: number): Readonly<Partial<Record<MetricId, number>>>;
}

function run({ circuit, point, starts, limits, flows, measures }: Plan, seconds: number): readonly string[] {
  const outcome = compiled({ circuits: [{ name: 'C', back: '1 min', ...circuit }] }, { devices: ['it'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const isCar = point === limit;
  const points = { [point]: starts, ...(isCar ? { 'charger.enabled': 1 } : {}) };
  const bench: Bench = makeBench(outcome.program, {
    devices: { it: { kind: isCar ? 'charger' : 'heater', points, limits: { [point]: limits } } },
  });
  return bench.run(seconds, {
    isSilent: true,
    each() {
      const isOn = !isCar || bench.shows('it', 'charger.enabled') === 1;
      const set = isOn ? Number(bench.shows('it', point)) : 0;
      bench.see('it', measures?.(set) ?? {});
      const value = flows(set);
      bench.see('', circuit.measured === 'grid.power' ? { 'grid.power': value } : { 'grid.current.l1': value });
    },
  });
}

const car = { point: limit, starts: 16, limits: { min: 6, max: 16, step: 1 } } as const;
const gives = [{ device: 'it', point: limit }];
const three = (a: number) => ({ 'charger.current.l1': a, 'charger.current.l2': a, 'charger.current.l3': a });

test('a car is reduced by the watts of its phases and volts', () => {
  const circuit = { measured: 'grid.power', limit: 9000, gives };
  // 16 A of three phases and 2 kW: 13,040 W. 4,040 W less are 10.1 A at 230 V.
  expect(run({ ...car, circuit, flows: (a) => 2000 + a * 690, measures: three }, 60)).toEqual([
    '3 it charger.current.limit=10 protection',
  ]);
  // Of one phase at 240 V each ampere is 240 W: 5,840 W are 840 too much, 3.5 A.
  const one = (a: number) => ({ 'charger.current.l1': a, 'charger.voltage.l1': 240 });
  expect(
    run({ ...car, circuit: { ...circuit, limit: 5000 }, flows: (a) => 2000 + a * 240, measures: one }, 60),
  ).toEqual(['3 it charger.current.limit=12 protection']);
});

test('dimmed to 4.2 kW it charges with 6 A, also where the volts are higher; what leaves less pauses it', () => {
  const circuit = { measured: 'grid.power', limit: 4200, gives };
  for (const volts of [226, 230, 238])
    expect(
      run(
        {
          ...car,
          circuit,
          flows: (a) => a * 3 * volts,
          measures: (a) => ({ ...three(a), 'charger.voltage.l1': volts }),
        },
        60,
      ),
    ).toEqual(['3 it charger.current.limit=6 protection']);
  const lines = run({ ...car, circuit, flows: (a) => 900 + a * 690, measures: three }, 60);
  expect(lines).toContain('3 it charger.enabled=0 protection');
});

test('a car that nobody measures counts as three phases', () => {
  const circuit = { measured: 'grid.power', limit: 9000, gives };
  expect(run({ ...car, circuit, flows: (a) => 2000 + a * 690 }, 60)).toEqual([
    '3 it charger.current.limit=10 protection',
  ]);
});

test('it comes back by the watts there are', () => {
  const circuit = { measured: 'grid.power', limit: 9000, gives };
  let base = 2000;
  let second = 0;
  const flows = (a: number): number => {
    second += 1;
    base = second < 30 ? 2000 : second < 150 ? 0 : -3000;
    return base + a * 690;
  };
  // 9,000 W are 13 A, also where nobody but the circuit sets it; then 16 A have room.
  expect(run({ ...car, circuit, flows, measures: three }, 300)).toEqual([
    '3 it charger.current.limit=10 protection',
    '89 it charger.current.limit=13 protection',
    '209 it charger.current.limit=16 nobody',
  ]);
});

test('a rod in percent is reduced in a circuit in watts, and one in watts in a circuit in amperes', () => {
  const percent = {
    point: 'heater.level.target',
    starts: 100,
    limits: { min: 0, max: 100, step: 1 },
    circuit: {
      measured: 'grid.power',
      limit: 4000,
      gives: [{ device: 'it', point: 'heater.level.target', takes: 3000 }],
    },
    flows: (level: number) => 2200 + level * 30,
  } as const;
  expect(run(percent, 60)).toEqual(['3 it heater.level.target=60 protection']);
  const watts = {
    point: 'heater.power.target',
    starts: 3000,
    limits: { min: 0, max: 3000, step: 100 },
    circuit: {
      measured: 'grid.current.l1',
      limit: 16,
      gives: [{ device: 'it', point: 'heater.power.target', takes: 13 }],
    },
    flows: (w: number) => 10 + (w / 3000) * 13,
  } as const;
  // 6 A of 13 are left: 1,384 W, in steps of 100.
  expect(run(watts, 60)).toEqual(['3 it heater.power.target=1300 protection']);
});

test('a battery that charges gives way by the watts below zero that it is told; one that discharges takes nothing', () => {
  let second = 0;
  const battery = {
    point: 'battery.power.target',
    starts: -3000,
    limits: { min: -5000, max: 5000, step: 10 },
    circuit: { measured: 'grid.power', limit: 4000, gives: [{ device: 'it', point: 'battery.power.target' }] },
    flows: (w: number) => {
      second += 1;
      return (second < 60 ? 2000 : 500) - w;
    },
  } as const;
  expect(run(battery, 200)).toEqual([
    '3 it battery.power.target=-2000 protection',
    '119 it battery.power.target=-3000 protection',
  ]);
  expect(run({ ...battery, starts: 1000, flows: () => 6000 }, 60)).toEqual([]);
});
