// Every recorded sample of the Voltronic families decodes with its own definition to what mpp-solar lists, where that is right.
import { describe, expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { fieldName } from '#codec/table.ts';
import { decodeFrame } from '../decode-frame.ts';
import { definitionOf } from '../registry.ts';
import type { Sample } from './captures/pi30.ts';
import { voltronicSamples } from './captures/voltronic.ts';

/** Our name for a name of mpp-solar, where it is not the same in snake_case. */
const renamed: Readonly<Record<string, string>> = {
  'Grid Rating Voltage': 'ac_input_voltage',
  'Grid Rating Current': 'ac_input_current',
  'AC Output Rating Voltage': 'ac_output_voltage',
  'AC Output Rating Frequency': 'ac_output_frequency',
  'AC Output Rating Current': 'ac_output_current',
  'AC Output Rating Apparent Power': 'ac_output_apparent_power',
  'AC Output Rating Active Power': 'ac_output_active_power',
  'Battery Rating Voltage': 'battery_voltage',
  'Max Charging Time at CV Stage': 'max_charging_time_for_cv_stage',
  'Battery voltage to high fault': 'battery_voltage_too_high_fault',
  'Bat open fault': 'battery_open_fault',
  'Battery weak code1': 'fault_code_digit_1',
  'Battery weak code2': 'fault_code_digit_2',
  'Absorb time': 'time_until_the_end_of_absorb_charging',
  'Float time': 'time_until_the_end_of_float_charging',
  'SCC ok': 'scc_flag',
  'Allow Scc On': 'allowscconflag',
  'AC Charge Average Current': 'chargeaveragecurrent',
  RSV1: 'battery_voltage_offset_for_fans_on',
  RSV2: 'eeprom_version',
  'Is Reserved': 'is_dustproof_installed',
  is_l2_ac_charging: 'is_l2_ac_charging_on',
  is_l2_scc_charging: 'is_l2_scc_charging_on',
  is_l2_load_on: 'is_load_on',
  'Parallel instance number??': 'parallel_instance_number',
  'Generated energy': 'pv_generated_energy_for_day',
};

/** Listed names without a field: what comes from the question, what has no meaning, and b4 and b3 of the status. */
const without = ({ command }: Sample, name: string): boolean =>
  name === '' ||
  name === 'Reserved' ||
  name.startsWith('Unknown') ||
  (['Year', 'Month', 'Day'].includes(name) && command !== 'PQSE') ||
  // One value of two bits ([mpp-solar]); its own test is in families.test.ts.
  /battery[_ ](over|under)[_ ]voltage/i.test(name);

/** Listed readings that are wrong, or the same in other words. */
const corrected: Readonly<Record<string, unknown>> = {
  'Output Source Priority: Utility Solar Battery': 'Utility first',
  'Charger Source Priority: Undefined': 'Utility first',
  'Output Mode: Phase 2 of 2 phase output': 'Phase 2 of 2 phase output (120°)',
  // 7 is phase 2 of 2 at 180° in the maker's document.
  'Output mode: Unknown Output Mode': 'Phase 2 of 2 phase output (180°)',
  'Output mode: single machine': 'single machine output',
  'AllowSccOnFlag: 01': 'On',
  'SCC ok: OK': 'SCC is powered and communicating',
  'Charger source priority: Solar only': 'Only solar charging permitted',
  'Output mode setting: parallel output': 'Parallel output',
};

function expected(
  { protocol, command }: Sample,
  name: string,
  [value, unit]: readonly [number | string, string],
): unknown {
  const known = corrected[`${name}: ${value}`];
  if (known !== undefined) return known;
  if (command === 'QFLAG') return value === 'enabled';
  if (name.startsWith('Battery weak code') || name === 'ChargeAverageCurrent') return Number(value);
  if (unit === 'bool' || command === 'QPIWS' || /^is_/i.test(name)) return Number(value) === 1;
  if (unit === 'min') return Number(value) * 60;
  if (name === 'Serial number' || name === 'Serial Number')
    return protocol === 'pi18lvx' && command === 'ID' ? '96161704100242' : String(value);
  return value;
}

describe('samples', () => {
  test.each(
    voltronicSamples.map((sample, index) => ({ sample, title: `${index} ${sample.protocol} ${sample.command}` })),
  )('$title', ({ sample }) => {
    const definition = definitionOf(sample.protocol);
    const report = decodeFrame(definition, sample.command, fromHex(sample.responseHex));
    expect(report.answer).toEqual({ kind: 'payload' });
    expect(report.problems).toEqual([]);
    const ours = Object.fromEntries(report.fields.map(({ name, value }) => [name, value]));
    const wanted = Object.entries(sample.decoded)
      .filter(([name]) => !without(sample, name))
      .map(([name, value]) => [renamed[name] ?? fieldName(name), expected(sample, name, value)] as const);
    expect(ours).toMatchObject(Object.fromEntries(wanted));
    expect(wanted.length).toBeGreaterThan(0);
  });

  test('were all of them', () => expect(voltronicSamples).toHaveLength(44));
});
