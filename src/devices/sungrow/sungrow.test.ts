// Limits and registers of Sungrow hybrids as mkaiser's list of them says.
import { describe, expect, test } from 'vitest';
import { findServed } from '../capabilities.ts';
import { shownBy } from '../testing.ts';
import { sungrowHybrid } from './sungrow-hybrid.ts';

test('P18: the highest state of charge may be set from 50 to 100 %', () => {
  const write = sungrowHybrid.writes.find(({ name }) => name === 'battery_max_soc');
  expect(write?.value).toMatchObject({ min: 50, max: 100 });
  expect([write?.request(50), write?.request(49)]).toEqual(['write 13057 500', undefined]);
});

test('a battery of 25 kW can be charged with all of it', () => {
  const mode = findServed(sungrowHybrid, 'battery.mode');
  const shown: Readonly<Record<string, number>> = { battery_max_charge_power: 25_000, battery_min_soc: 10 };
  const steps = mode.steps('charge', ({ name }) => shown[name]);
  expect(steps?.map(({ write, value }) => write.request(value))).toEqual([
    'write 13051 25000',
    'write 13050 170',
    'write 13049 2',
  ]);
});

describe('battery power and current of firmwares without register 5213', () => {
  const flow = (bits: number, watts = 1500, tenths = 38): unknown[] => {
    const { metrics } = shownBy(sungrowHybrid, { 13_000: bits, 13_020: tenths, 13_021: watts }, [5213, 5630]);
    return [metrics['battery.power'], metrics['battery.current']];
  };
  test('have their sign from the flow of energy', () => {
    expect([flow(0b0011), flow(0b0100), flow(0b0001)]).toEqual([
      [-1500, -3.8],
      [1500, 3.8],
      [undefined, undefined],
    ]);
    expect(flow(0b0001, 0, 0)).toEqual([0, 0]);
  });

  test('whatever sign newer firmwares put into the two', () => {
    expect(flow(0b0011, 0xfa24, 0xffda)).toEqual([-1500, -3.8]);
    expect(flow(0b0100, 0xfa24, 0xffda)).toEqual([1500, 3.8]);
  });

  test('newer ones say it themselves', () => {
    expect(shownBy(sungrowHybrid, { 5213: 0xfa24, 5214: 0xffff, 13_021: 1500 }).metrics['battery.power']).toBe(-1500);
  });
});

test('fourth tracker, backup, meter, phases and what the battery allows', () => {
  const { fields, metrics } = shownBy(sungrowHybrid, {
    5114: 3500,
    5115: 42,
    5634: 30,
    5635: 35,
    5638: 960,
    5723: 120,
    5725: 360,
    5741: 2301,
    5744: 512,
    13_031: 0xfff6,
  });
  expect(metrics).toMatchObject({ 'pv.voltage.s4': 350, 'pv.current.s4': 4.2 });
  expect(fields).toMatchObject({
    bms_highest_charging_current: 30,
    bms_highest_discharging_current: 35,
    battery_capacity: 9600,
    backup_phase_b_power: 120,
    backup_power: 360,
    meter_phase_b_voltage: 230.1,
    meter_phase_b_current: 5.12,
    phase_b_current: -1,
  });
});

test('the AC power may be limited to a share', () => {
  const request = (name: string, value: number | string): unknown =>
    sungrowHybrid.writes.find((write) => write.name === name)?.request(value);
  expect(request('active_power_limitation', 'On')).toBe('write 13088 170');
  expect(request('active_power_limitation_ratio', 65.5)).toBe('write 13089 655');
});
