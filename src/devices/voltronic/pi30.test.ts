import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { fieldName } from '#codec/table.ts';
import { decodeFrame, type FrameReport } from '../decode-frame.ts';
import { readings } from '../readings.ts';
import { samples, type Sample } from './captures/pi30.ts';
import { pi30 } from './pi30.ts';

const frame = (payload: string): Uint8Array => {
  const body = fromLatin1(`(${payload}`);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
};

const valuesOf = (report: FrameReport): Record<string, unknown> =>
  Object.fromEntries(report.fields.map(({ name, value }) => [name, value]));
const decode = (command: string, payload: string): Record<string, unknown> =>
  valuesOf(decodeFrame(pi30, command, frame(payload)));

function metrics(commandName: string, payload: string): Record<string, unknown> {
  const command = pi30.commands.find(({ name }) => name === commandName)!;
  const { metric, value } = readings(
    { rows: command.table.rows, derive: command.derive },
    command.table.decode(fromLatin1(payload)),
  );
  return Object.fromEntries(metric.map((id, index) => [id, value[index]]));
}

/** Our name for a name of mpp-solar, where it is not the same in snake_case. */
const renamed: Record<string, string> = {
  // Model 044 words its rated values differently.
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
  // The maker's document names what mpp-solar's pi30 calls reserved.
  RSV1: 'battery_voltage_offset_for_fans_on',
  RSV2: 'eeprom_version',
  'Is Reserved': 'is_dustproof_installed',
};

/** Listed names without a field here. */
const without = (sample: Sample, name: string): boolean =>
  // Characters without a meaning.
  name === '' ||
  name === 'Reserved' ||
  // REVO models put other quantities at places 12 and 15 of QPIGS ([voltronic-pi30]); their definition is another one.
  (sample.protocol === 'pi30revo' && (name === 'PV Power' || name === 'Daily Power Generated'));

/** Listed readings of an enumeration that differ from the maker's document for PI30, with the right one. */
const corrected: Record<string, string> = {
  // The same choice in other words.
  'Output Source Priority: Utility Solar Battery': 'Utility first',
  // Model 044 never reports 0; PI30 means utility first by it.
  'Charger Source Priority: Undefined': 'Utility first',
  // The document tells 6 (120°) from 7 (180°); PI41 has its own list.
  'Output Mode: Phase 2 of 2 phase output': 'Phase 2 of 2 phase output (120°)',
  'Output Mode: Parallel output 180 degrees': 'Phase 2 of 2 phase output (120°)',
};

function expected({ command }: Sample, name: string, [value, unit]: readonly [number | string, string]): unknown {
  if (value === 'enabled' || value === 'disabled') return value === 'enabled';
  if (name.startsWith('Battery weak code')) return Number(value);
  if (unit === 'bool' || command === 'QPIWS') return Number(value) === 1;
  if (unit === 'min') return Number(value) * 60;
  return corrected[`${name}: ${value}`] ?? value;
}

describe('sample answers of the PI30 family', () => {
  test.each(samples.map((sample, index) => ({ sample, title: `${index} ${sample.protocol} ${sample.command}` })))(
    '$title',
    ({ sample }) => {
      const report = decodeFrame(pi30, sample.command, fromHex(sample.responseHex));
      expect(report.answer).toEqual({ kind: 'payload' });
      expect(report.problems).toEqual([]);
      const ours = valuesOf(report);
      const listed = Object.entries(sample.decoded).filter(([name]) => !without(sample, name));
      const wanted = listed.map(
        ([name, value]) => [renamed[name] ?? fieldName(name), expected(sample, name, value)] as const,
      );
      expect(ours).toMatchObject(Object.fromEntries(wanted));
      expect(wanted.length).toBeGreaterThan(0);
      expect(pi30.wire.request(sample.command)).toEqual(fromHex(sample.requestHex));
    },
  );

  test('all of them were there', () => {
    expect(samples).toHaveLength(15);
    expect(new Set(samples.map(({ command }) => command))).toEqual(
      new Set(['QMN', 'QPIRI', 'QPIWS', 'QFLAG', 'QMOD', 'QPIGS']),
    );
  });
});

const day =
  '000.0 00.0 230.0 49.9 0161 0119 003 460 57.50 012 100 0069 0014 103.8 57.45 00000 00110110 00 00 00856 010';
const night =
  '230.1 50.0 230.0 50.0 0300 0250 005 380 51.20 000 080 0030 0000 000.0 00.00 00006 00010000 00 00 00000 010';

describe('QPIGS', () => {
  test('metrics by day: charging is negative', () => {
    expect(metrics('QPIGS', day)).toEqual({
      'grid.voltage': 0,
      'grid.frequency': 0,
      'load.voltage': 230,
      'load.frequency': 49.9,
      'load.power_apparent': 161,
      'load.power': 119,
      'load.level': 3,
      'inverter.bus.voltage': 460,
      'battery.voltage': 57.5,
      'battery.soc': 100,
      'inverter.temperature': 69,
      'pv.voltage.s1': 103.8,
      'pv.power': 856,
      'pv.power.s1': 856,
      'battery.current': -12,
      'battery.power': -690,
    });
  });

  test('discharging is positive', () => {
    expect(metrics('QPIGS', night)).toMatchObject({
      'battery.current': 6,
      'battery.power': 307.2,
    });
  });

  test('the optional fields of MAX and King models', () => {
    expect(decode('QPIGS', `${day} 1 01 0450`)).toMatchObject({
      solar_feed_to_grid: 'Enabled',
      country: 'Germany',
      solar_feed_to_grid_power: 450,
    });
    expect(decode('QPIGS', day)).toMatchObject({ solar_feed_to_grid: null, solar_feed_to_grid_power: null });
    expect(decodeFrame(pi30, 'QPIGS', frame(`${day} 1 01 0450 7 8`)).problems).toEqual([]);
  });

  test('the fan offset is in hundredths of a volt', () => {
    expect(decode('QPIGS', day.replace(' 00 00 00856', ' 07 10 00856'))).toMatchObject({
      battery_voltage_offset_for_fans_on: 0.07,
      eeprom_version: 10,
    });
  });

  test('what is missing computes nothing', () => {
    const { 'battery.power': power, 'battery.current': current } = metrics('QPIGS', day.replace(' 012 ', ' --- '));
    expect([power, current]).toEqual([undefined, undefined]);
  });

  test('any text gives numbers in any order of size, but never a NaN or a guess', () => {
    const field = fc.oneof(fc.stringMatching(/^[0-9.-]{0,7}$/), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 28 }), (parts) => {
        const found = metrics('QPIGS', parts.join(' '));
        expect(Object.values(found).filter((value) => typeof value === 'number' && !Number.isFinite(value))).toEqual(
          [],
        );
      }),
    );
  });
});

describe('QPIRI', () => {
  const rated = '230.0 21.7 230.0 50.0 21.7 5000 4000 48.0 46.0 42.0 56.4 54.0 3 10 010 1 2 3 - 10 0 7 54.0 0 1';

  test('a placeholder is absent, codes keep their raw form', () => {
    expect(decode('QPIRI', rated)).toMatchObject({
      battery_type: 'Pylontech',
      max_parallel_units: null,
      machine_type: 'Hybrid',
      output_mode: 'Phase 2 of 2 phase output (180°)',
    });
    const { fields } = decodeFrame(pi30, 'QPIRI', frame(rated));
    expect(fields.find(({ name }) => name === 'machine_type')).toMatchObject({ value: 'Hybrid', raw: '10' });
  });

  test('the optional fields', () => {
    expect(decode('QPIRI', `${rated} 120 2 150`)).toMatchObject({
      max_charging_time_for_cv_stage: 7200,
      operation_logic: 'ECO mode',
      max_discharging_current: 150,
    });
  });

  // [mpp-solar]'s pi30max, m045 and mst skip 7 and read 8 and 9 wrong.
  test.each([
    ['7', 'BAK'],
    ['8', 'LIb-protocol compatible'],
    ['9', '3rd party Lithium'],
  ])('battery type %s', (code, type) => {
    expect(decode('QPIRI', rated.replace(' 3 10 ', ` ${code} 10 `))).toMatchObject({ battery_type: type });
  });

  test('an unknown code is absent, with its raw form kept', () => {
    const report = decodeFrame(pi30, 'QPIRI', frame(rated.replace(' 3 10 ', ' 77 10 ')));
    expect(report.fields.find(({ name }) => name === 'battery_type')).toMatchObject({ value: null, raw: '77' });
    expect(report.problems).toMatchObject([{ field: 'battery_type', why: '"77" is not a known choice' }]);
  });
});

describe('QPIWS', () => {
  const set = (...places: number[]): string =>
    Array.from({ length: 36 }, (_, place) => (places.includes(place) ? '1' : '0')).join('');
  const warnings = (...places: number[]): unknown => metrics('QPIWS', set(...places))['inverter.warning'];

  test('nothing set is an empty text', () => expect(warnings()).toBe(''));

  test.each([[9], [10], [11], [16]])('place %i is a fault only together with an inverter fault', (place) => {
    expect(warnings(place)).toMatch(/^[^,]+ warning$/);
    expect(warnings(1, place)).toMatch(/^Inverter fault, [^,]+ fault$/);
  });

  test('other faults are faults by themselves', () =>
    expect(warnings(2, 5, 35)).toBe('Bus over fault, Line fail warning, Battery equalisation warning'));

  test('the shorter answer of older models is as good', () => {
    expect(metrics('QPIWS', set(5).slice(0, 32))).toEqual({ 'inverter.warning': 'Line fail warning' });
  });

  test('digits of a fault code are no warnings', () => {
    const payload = `${set().slice(0, 32)}5600`;
    expect(decode('QPIWS', payload)).toMatchObject({
      fault_code_digit_1: 5,
      fault_code_digit_2: 6,
      active_warnings: '',
    });
  });

  test('text that is no flags is absent', () => expect(metrics('QPIWS', 'NOTFLAGS')).toEqual({}));
});

test('the other answers', () => {
  expect(decode('QPI', 'PI30')).toEqual({ protocol_id: 'PI30' });
  expect(decode('QID', '92931701100510')).toEqual({ serial_number: '92931701100510' });
  expect(decode('QVFW', 'VERFW:00072.70')).toEqual({ main_cpu_firmware_version: '00072.70' });
  expect(decode('QGMN', '044')).toEqual({ general_model_name: '044' });
  expect(decode('QMOD', 'L')).toEqual({ device_mode: 'Line' });
  expect(metrics('QMOD', 'B')).toEqual({ 'inverter.mode': 'Battery' });
  expect(decode('QFLAG', 'EakxyDbjuvz')).toMatchObject({
    buzzer: true,
    overload_bypass: false,
    solar_feed_to_grid: null,
  });
});

test('the probe knows its own', () => {
  expect(pi30.probe.matches(fromLatin1('PI30'))).toBe(true);
  for (const other of ['PI18', 'PI41', 'NAK', '']) expect(pi30.probe.matches(fromLatin1(other))).toBe(false);
});
