// What a meter shows of what the home knows: whose power, which sign, how old it may be, and what is said where less is known.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { KnownValue } from '../output-kind.ts';
import { type MeterReading, meterReading, type ReadingChoice, type ReadingParts } from './meter-reading.ts';

const nowMs = 1_000_000;

function values(device: string, given: Readonly<Record<string, number>>, atMs = nowMs): readonly KnownValue[] {
  return Object.entries(given).map(([metric, value]) => ({ device, metric: metric as MetricId, value, atMs }));
}

const choice = (changes: Partial<ReadingChoice> = {}): ReadingChoice => ({
  split: 'even',
  freshSeconds: 15,
  ...changes,
});
const parts = (changes: Partial<ReadingParts> = {}): ReadingParts => ({
  values: [],
  grid: undefined,
  counted: undefined,
  intervalOf: () => 1000,
  nowMs,
  ...changes,
});
const grid = (powerW: number, atMs = nowMs) => ({ powerW, atMs, isEstimated: false });
const watts = (found: ReturnType<typeof meterReading>): unknown =>
  'code' in found ? found.code : [found.powerW, ...found.phases.map(({ powerW }) => powerW)];
const read = (found: ReturnType<typeof meterReading>): MeterReading => {
  if ('code' in found) throw new Error(found.code);
  return found;
};

describe('whose power', () => {
  const meter = values('meter', { 'grid.power.l1': 500, 'grid.power.l2': -900, 'grid.power.l3': 100 });

  test('that at the grid connection of the home: + is taken from the grid', () => {
    expect(watts(meterReading(choice(), parts({ grid: grid(300) })))).toEqual([300, 100, 100, 100]);
    expect(watts(meterReading(choice({ split: 'l1' }), parts({ grid: grid(-300) })))).toEqual([-300, -300, 0, 0]);
  });

  test('the phases are those of the device that measures it, and of no other', () => {
    expect(watts(meterReading(choice(), parts({ grid: grid(-300), values: meter })))).toEqual([-300, 500, -900, 100]);
    // A meter of the sun, or one that hangs the other way round: its phases are not those of the grid.
    expect(watts(meterReading(choice(), parts({ grid: grid(300), values: meter })))).toEqual([300, 100, 100, 100]);
    expect(watts(meterReading(choice(), parts({ grid: grid(0), values: meter })))).toEqual([0, 0, 0, 0]);
  });

  test('a device is shown as it is', () => {
    expect(watts(meterReading(choice({ device: 'meter' }), parts({ grid: grid(7), values: meter })))).toEqual([
      -300, 500, -900, 100,
    ]);
    const single = values('plug', { 'grid.power': 42 });
    expect(watts(meterReading(choice({ device: 'plug' }), parts({ values: single })))).toEqual([42, 14, 14, 14]);
    expect(watts(meterReading(choice({ device: 'roof' }), parts({ values: values('roof', { 'pv.power': 9 }) })))).toBe(
      'meter.no-power',
    );
  });

  test('what nothing measures is followed by nothing', () => {
    expect(watts(meterReading(choice(), parts()))).toBe('meter.no-grid');
    expect(watts(meterReading(choice(), parts({ grid: { ...grid(5), isEstimated: true } })))).toBe('meter.estimated');
  });
});

describe('how old', () => {
  const at = (ageMs: number, more: { readonly fresh?: number; readonly interval?: number } = {}): unknown => {
    const { fresh = 15, interval = 1000 } = more;
    const found = meterReading(
      choice({ device: 'meter', freshSeconds: fresh }),
      parts({ values: values('meter', { 'grid.power': 1 }, nowMs - ageMs), intervalOf: () => interval }),
    );
    return 'code' in found ? found.code : 'fresh';
  };

  test('one interval and 2 s, and never more than was chosen', () => {
    expect(at(0)).toBe('fresh');
    expect(at(3000)).toBe('fresh');
    expect(at(3001)).toBe('meter.old');
    expect(at(12_000, { interval: 10_000 })).toBe('fresh');
    expect(at(15_001, { interval: 60_000 })).toBe('meter.old');
    expect(at(59_000, { interval: 60_000, fresh: 60 })).toBe('fresh');
  });

  test('a value of the future is of a clock that was set back', () => {
    expect(at(-2000)).toBe('fresh');
    expect(at(-2001)).toBe('meter.old');
    expect(at(-3_600_000)).toBe('meter.old');
  });

  test('one phase that is old makes all of it old', () => {
    const mixed = [
      ...values('meter', { 'grid.power': 300, 'grid.power.l1': 100, 'grid.power.l2': 100 }),
      ...values('meter', { 'grid.power.l3': 100 }, nowMs - 20_000),
    ];
    expect(watts(meterReading(choice({ device: 'meter' }), parts({ values: mixed })))).toBe('meter.old');
    expect(watts(meterReading(choice(), parts({ values: mixed, grid: grid(300) })))).toBe('meter.old');
  });
});

describe('what else it shows', () => {
  test('what was measured, and else that of a resistive load at the mains', () => {
    const whole = values('meter', {
      'grid.power.l1': -230,
      'grid.power.l2': 0,
      'grid.power.l3': 460,
      'grid.voltage.l1': 231,
      'grid.current.l1': -1.5,
      'grid.power_apparent.l1': 345,
      'grid.frequency': 49.9,
      'grid.energy.import': 1000,
      'grid.energy.export': 200,
      'grid.energy.import.l1': 400,
    });
    const { phases, frequencyHz, importWh, exportWh } = read(
      meterReading(choice({ device: 'meter' }), parts({ values: whole })),
    );
    const [l1, l2, l3] = phases;
    expect(l1).toMatchObject({ powerW: -230, voltageV: 231, currentA: 1.5, apparentVA: 345, importWh: 400 });
    expect(l1.factor).toBeCloseTo(230 / 345, 6);
    expect(l1.reactiveVar).toBeCloseTo(Math.sqrt(345 ** 2 - 230 ** 2), 6);
    expect(l2).toMatchObject({ powerW: 0, voltageV: 230, currentA: 0, apparentVA: 0, factor: 1, importWh: undefined });
    expect(l3).toMatchObject({ powerW: 460, currentA: 2, apparentVA: 460, reactiveVar: 0, factor: 1 });
    expect([frequencyHz, importWh, exportWh]).toEqual([49.9, 1000, 200]);
  });

  test('counters of the ledger stand in, and are shared as the power is', () => {
    const { phases, importWh } = read(
      meterReading(choice(), parts({ grid: grid(90), counted: { importWh: 3000, exportWh: 600 } })),
    );
    expect(importWh).toBe(3000);
    expect(phases.map((phase) => [phase.importWh, phase.exportWh])).toEqual([
      [1000, 200],
      [1000, 200],
      [1000, 200],
    ]);
    expect(read(meterReading(choice(), parts({ grid: grid(90) }))).importWh).toBeUndefined();
  });
});
