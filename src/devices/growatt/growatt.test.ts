// Registers of Growatt inverters as V1.24, V1.39 and the off-grid V0.26 lay them out.
import { describe, expect, test } from 'vitest';
import { shownBy } from '../testing.ts';
import { growattSpf } from './growatt-spf.ts';
import { growattSph, growattSphTl3 } from './growatt-sph.ts';
import { growattMin, growattMod } from './growatt-xh.ts';

describe('P7: the status of hybrids with storage (input 0, uwSysWorkMode)', () => {
  const words = {
    0: 'Waiting',
    1: 'Normal',
    3: 'Fault',
    5: 'PV and battery online',
    6: 'Battery online',
    7: 'PV off-grid',
    8: 'Battery off-grid',
    9: 'Bypass',
  };
  test.each([growattSph, growattSphTl3])('$id', (definition) => {
    const told = Object.keys(words).map((status) => {
      const { metrics, problems } = shownBy(definition, { 0: Number(status) });
      expect(problems).toEqual([]);
      return [status, metrics['inverter.mode']];
    });
    expect(Object.fromEntries(told)).toEqual(words);
  });

  test('others keep their own words for 5 and 6', () => {
    expect(shownBy(growattMod, { 0: 5 }).metrics['inverter.mode']).toBe('Standby');
    expect(shownBy(growattMod, { 0: 6 }).metrics['inverter.mode']).toBe('Bypass');
  });
});

describe('P8: input 3000 of TL-X and TL-XH: status in the low byte, what feeds in the high one', () => {
  test.each([
    [0x0501, 'Normal', 'PV and battery online'],
    [0x0601, 'Normal', 'Battery online'],
    [0x0001, 'Normal', undefined],
    [0x0303, 'Fault', 'Fault'],
    [0x0000, 'Waiting', undefined],
  ])('%i is %s', (word, status, workMode) => {
    const { fields, metrics, problems } = shownBy(growattMin, { 3000: word });
    expect(metrics['inverter.mode']).toBe(status);
    expect(fields['work_mode']).toBe(workMode);
    expect(problems).toEqual([]);
  });

  test('four trackers', () => {
    const { metrics } = shownBy(growattMin, { 3011: 3000, 3012: 51, 3014: 15_300, 3015: 2900, 3016: 10, 3018: 2900 });
    expect(metrics).toMatchObject({
      'pv.voltage.s3': 300,
      'pv.power.s3': 1530,
      'pv.voltage.s4': 290,
      'pv.power.s4': 290,
    });
  });
});

describe('P9: SPF counts each tracker for itself', () => {
  test('10 000 and 9 000 hundreds of watt-hours are 1.9 MWh', () => {
    expect(shownBy(growattSpf, { 50: 0, 51: 10_000, 54: 0, 55: 9000 }).metrics['pv.energy']).toBe(1_900_000);
  });

  test('the day’s, and what the grid charged', () => {
    expect(shownBy(growattSpf, { 49: 31, 53: 12, 57: 5, 59: 700 }).fields).toMatchObject({
      pv1_energy_today: 3100,
      pv2_energy_today: 1200,
      ac_charge_energy_today: 500,
      ac_charge_energy_total: 70_000,
    });
  });
});

describe('time slots', () => {
  test('of SPH: begin and end in bytes, three of each kind', () => {
    const { fields } = shownBy(growattSph, {
      1080: 0x1700,
      1081: 0x173b,
      1086: 0x0600,
      1088: 1,
      1103: 0x0c1e,
      1105: 1,
    });
    expect(fields).toMatchObject({
      grid_first_slot_1_begin: '23:00',
      grid_first_slot_1_end: '23:59',
      grid_first_slot_3_begin: '06:00',
      grid_first_slot_3: 'On',
      battery_first_slot_2_begin: '12:30',
      battery_first_slot_2: 'On',
    });
    const write = growattSph.writes.find(({ name }) => name === 'battery_first_slot_2_end');
    expect(write?.request('14:45')).toBe('write 1104 3629');
  });

  test('of TL-XH: nine, each switch, priority and time in one register', () => {
    const { fields } = shownBy(growattMin, { 3038: 0xa000 | 0x0600, 3039: 0x0c00, 3058: 0x4000 | 0x1200 });
    expect(fields).toMatchObject({
      slot_1: 'On',
      slot_1_priority: 'Battery first',
      slot_1_begin: '06:00',
      slot_1_end: '12:00',
      slot_9: 'Off',
      slot_9_priority: 'Grid first',
      slot_9_begin: '18:00',
    });
    const write = (name: string) => growattMin.writes.find((one) => one.name === name);
    expect(write('slot_1_begin')?.merged?.('07:15', 0xa600)).toBe(`write 3038 ${0xa000 | 0x070f}`);
    // Battery first, on, from 6:00: an end alone would be refused.
    expect(write('slot_1_end')?.merged?.('12:30', 0xa600_0b00)).toBe('write-block 3038 42496 3102');
    expect(write('slot_9_end')?.merged?.('00:00', 0x4600_173b)).toBe('write-block 3058 17920 0');
  });
});

test('energies of each tracker, AC power, battery current', () => {
  const { fields } = shownBy(growattMin, { 3024: 25_000, 3058: 7, 3056: 31, 3170: 0xff9c });
  expect(fields).toMatchObject({
    output_power: 2500,
    pv1_energy_today: 3100,
    pv1_energy_total: 700,
    battery_current: -10,
  });
});

describe('the power to the grid below zero is what is drawn, once', () => {
  const tenths = (register: number, watts: number) => {
    const count = (watts * 10) >>> 0;
    return { [register]: count >>> 16, [register + 1]: count & 0xffff };
  };
  test.each([
    [growattSph, 1021, 1029],
    [growattMin, 3041, 3043],
  ] as const)('$id', (...[definition, toUser, toGrid]) => {
    const power = (user: number, grid: number) =>
      shownBy(definition, { ...tenths(toUser, user), ...tenths(toGrid, grid) }).metrics['grid.power'];
    expect([power(0, 800), power(500, 0), power(0, -500), power(500, -500)]).toEqual([-800, 500, 500, 500]);
  });

  test('an off-grid unit that feeds in says so at its AC input', () => {
    expect(shownBy(growattSpf, tenths(36, -500)).metrics['grid.power']).toBe(-500);
  });
});
