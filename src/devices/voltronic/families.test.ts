// What is special about each Voltronic family, by recorded answers and by what the makers' documents correct.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { decodeFrame, type FrameReport } from '../decode-frame.ts';
import { readings } from '../readings.ts';
import { findCommand } from '../find-command.ts';
import { definitionOf } from '../registry.ts';

const sealed = (text: string): Uint8Array => {
  const body = fromLatin1(text);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
};
const bracket = (payload: string): Uint8Array => sealed(`(${payload}`);
const caret = (payload: string): Uint8Array => sealed(`^D${String(payload.length + 3).padStart(3, '0')}${payload}`);
const valuesOf = ({ fields }: FrameReport): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

function metrics(id: string, name: string, payload: string): Record<string, unknown> {
  const definition = definitionOf(id);
  const command = definition.mode === 'request' ? findCommand(definition.commands, name) : undefined;
  if (command === undefined) throw new TypeError(`${id} ${name}`);
  const { metric, value } = readings(
    { rows: command.table.rows, derive: command.derive },
    command.table.decode(fromLatin1(payload)),
  );
  return Object.fromEntries(metric.map((at, index) => [at, value[index]]));
}

describe('PI30', () => {
  test('two bits of QPGS are the battery: 10 is open, not over voltage', () => {
    const with2 = (bits: string): string =>
      `1 92931701100510 B 00 000.0 00.00 230.6 50.00 0275 0141 005 51.4 001 100 083.3 002 00574 00312 003 101${bits}110 1 2 060 120 10 04 000`;
    expect(
      ['00', '01', '10'].map(
        (bits) => valuesOf(decodeFrame(definitionOf('pi30'), 'QPGS1', bracket(with2(bits))))['battery_status'],
      ),
    ).toEqual(['normal', 'under voltage', 'open']);
  });

  test('QBMS is in volts', () => {
    expect(
      valuesOf(decodeFrame(definitionOf('pi30'), 'QBMS', bracket('0 080 0 0 1 564 540 440 0050 0100'))),
    ).toMatchObject({
      battery_capacity_from_bms: 80,
      battery_stop_charge_flag: 'Disable charge',
      battery_bulk_charging_voltage_from_bms: 56.4,
      battery_cut_off_voltage_from_bms: 44,
    });
  });

  test('battery types 7, 8 and 9 of MAX models', () => {
    const rated = (type: string): string =>
      `230.0 21.7 230.0 50.0 21.7 5000 4000 48.0 46.0 42.0 56.4 54.0 ${type} 10 010 1 0 0 6 01 0 0 54.0 0 1`;
    expect(
      ['7', '8', '9'].map(
        (type) => valuesOf(decodeFrame(definitionOf('pi30max'), 'QPIRI', bracket(rated(type))))['battery_type'],
      ),
    ).toEqual(['BAK', 'LIb-protocol compatible', '3rd party Lithium']);
  });

  test('a question with an argument is found by it, its bare wording is not', () => {
    const max = definitionOf('pi30max');
    expect(decodeFrame(max, 'QED20260119', bracket('00012345')).fields[0]).toMatchObject({ value: 12_345, unit: 'Wh' });
    for (const name of ['QEDyyyymmdd', 'QED2026', 'QED20261319', 'QPGSn', 'QPGS10', 'xQPGS1']) {
      expect(() => decodeFrame(max, name, bracket('1'))).toThrow('no such command');
    }
  });

  test('the second tracker is its own string; a space before the CRC is none', () => {
    expect(metrics('pi30max', 'QPIGS2', '03.1 327.3 01026 ')).toEqual({
      'pv.current.s2': 3.1,
      'pv.voltage.s2': 327.3,
      'pv.power.s2': 1026,
    });
    expect(
      metrics('pi30mst', 'QPIGS2', '03.1 327.3 52.3 01026 11000000 00.0 0000 02.1 310.0 52.3 00651 02400'),
    ).toMatchObject({
      'pv.power.s3': 651,
      'pv.power': 2400,
    });
  });

  test('model 045 counts charger priorities from solar first', () => {
    const payload =
      '1 92931701100510 B 00 000.0 00.00 230.6 50.00 0275 0141 005 51.4 001 100 083.3 002 00574 00312 003 10100110 1 2 060 120 10 04 000 000.0 00';
    expect(valuesOf(decodeFrame(definitionOf('pi30m045'), 'QPGS0', bracket(payload)))['charger_source_priority']).toBe(
      'Only solar charging permitted',
    );
    expect(valuesOf(decodeFrame(definitionOf('pi30max'), 'QPGS0', bracket(payload)))['charger_source_priority']).toBe(
      'Solar + Utility',
    );
  });
});

describe('PI41', () => {
  test('QPIGS2 has eight status characters, b4 and b3 without a meaning', () => {
    const report = decodeFrame(
      definitionOf('pi41'),
      'QPIGS2',
      bracket('124.2 59.9 124.2 59.9 0149 0130 005 010 090.0 56.10 11100110'),
    );
    expect(report.problems).toEqual([]);
    expect(valuesOf(report)).toMatchObject({
      is_l2_scc_ok: true,
      is_l2_line_lost: true,
      is_load_on: true,
      pv2_charging_power: 561,
    });
  });
});

describe('REVO', () => {
  test('QLITH0 gives the temperature in tenths', () => {
    expect(metrics('pi30revo', 'QLITH0', '51.2 000.0 012.0 0253 080 000 050.0 100.0 56.4 44.0 0 0')).toEqual({
      'battery.temperature': 25.3,
    });
  });
});

describe('PI17', () => {
  /** Recorded on MPI units: feeding the grid from sun and battery; without sun sensors of the AC input. */
  const feeding = '00263,00381,,-00855,-03141,-03156,-07152,0000,0000,0000,00000,0193,0147,0195,00535,003,1,1,1,2,2,1';
  const blind = '00139,00122,,,,,,0502,0973,0385,01860,0593,1040,0399,02032,031,1,1,1,1,2,1';

  test('AC input is negative while it feeds the grid; the battery is the rest', () => {
    expect(metrics('pi17', 'PS', feeding)).toMatchObject({
      'grid.power': -7152,
      'grid.power.l1': -855,
      'pv.power': 644,
      'load.power': 0,
      'battery.power': 6508,
    });
  });

  test('what is not measured is absent, not 0', () => {
    const found = metrics('pi17', 'PS', blind);
    expect(found).toMatchObject({ 'pv.power': 261, 'load.power': 1860, 'load.power.l2': 973 });
    expect(Object.keys(found).filter((metric) => /^(grid|battery)/.test(metric))).toEqual([]);
  });

  test('a first phase without a sign and a total that is of no use are set right', () => {
    const withAc = (ac: string, line: string): Record<string, unknown> =>
      metrics('pi17', 'PS', `00000,00000,,${ac},0000,0000,0000,00000,0000,0000,0000,00000,000,1,0,0,2,2,${line}`);
    expect(withAc('000855,-03141,-03156,-07152', '1')).toMatchObject({ 'grid.power.l1': -855, 'grid.power': -7152 });
    expect(withAc('000500,-00200,-00100,000200', '2')).toMatchObject({ 'grid.power.l1': 500, 'grid.power': 200 });
    expect(withAc('003300,-03400,-03500,007937', '2')).toMatchObject({ 'grid.power.l1': -3300, 'grid.power': -10_200 });
    expect(withAc('003300,003400,003500,-31000', '1')).toMatchObject({ 'grid.power.l1': 3300, 'grid.power': 10_200 });
  });

  test('every place of GS and PS is its own: the document’s order, with a number for each', () => {
    const gs =
      '2631,3812,0511,0622,0527,047,0093,2311,2322,2333,4998,0041,0052,0063,2344,2355,2366,5011,0074,0085,0096,041,052,023,0';
    const general = decodeFrame(definitionOf('pi17'), 'GS', caret(gs));
    expect(general.problems).toEqual([]);
    expect(valuesOf(general)).toMatchObject({
      solar_input_voltage_1: 263.1,
      solar_input_voltage_2: 381.2,
      solar_input_current_1: 5.11,
      solar_input_current_2: 6.22,
      battery_voltage: 52.7,
      battery_capacity: 47,
      battery_current: 9.3,
      ac_input_voltage_r: 231.1,
      ac_input_voltage_s: 232.2,
      ac_input_voltage_t: 233.3,
      ac_input_frequency: 49.98,
      ac_input_current_r: 4.1,
      ac_input_current_s: 5.2,
      ac_input_current_t: 6.3,
      ac_output_voltage_r: 234.4,
      ac_output_voltage_s: 235.5,
      ac_output_voltage_t: 236.6,
      ac_output_frequency: 50.11,
      ac_output_current_r: 7.4,
      ac_output_current_s: 8.5,
      ac_output_current_t: 9.6,
      inner_temperature: 41,
      component_max_temperature: 52,
      external_battery_temperature: 23,
    });
    expect(metrics('pi17', 'GS', gs)).toMatchObject({
      'grid.voltage.l1': 231.1,
      'grid.voltage.l2': 232.2,
      'grid.voltage.l3': 233.3,
      'grid.frequency': 49.98,
      'load.voltage': 234.4,
      'load.frequency': 50.11,
      'pv.voltage.s2': 381.2,
      'pv.current.s2': 6.22,
      'battery.voltage': 52.7,
      'battery.soc': 47,
      'inverter.temperature': 41,
      'battery.temperature': 23,
    });
    const ps = '00263,00381,,000111,000222,000333,000666,0301,0402,0503,01206,0311,0412,0513,01236,043,1,1,1,2,2,1';
    expect(metrics('pi17', 'PS', ps)).toMatchObject({
      'pv.power.s1': 263,
      'pv.power.s2': 381,
      'grid.power.l1': 111,
      'grid.power.l2': 222,
      'grid.power.l3': 333,
      'load.power.l1': 301,
      'load.power.l2': 402,
      'load.power.l3': 503,
      'load.power': 1206,
      'load.power_apparent': 1236,
      'load.level': 43,
    });
  });

  test('recorded answers of GS, BATS, HECS and VFW', () => {
    const decode = (name: string, payload: string): Record<string, unknown> => {
      const report = decodeFrame(definitionOf('pi17'), name, caret(payload));
      expect(report.problems).toEqual([]);
      return valuesOf(report);
    };
    expect(
      decode(
        'GS',
        '4542,0000,0079,0000,0394,057,+00000,2298,2172,2129,5002,0000,0000,0000,0000,0000,0000,0000,,,,040,041,000,0',
      ),
    ).toMatchObject({
      solar_input_voltage_1: 454.2,
      solar_input_current_1: 0.79,
      ac_input_frequency: 50.02,
      ac_output_current_r: null,
    });
    expect(decode('BATS', '3000,0580,0580,0000,060,0530,0400,0510,0460,0522,0,,,0,0530,000,0100,0375')).toMatchObject({
      battery_maximum_charge_current: 300,
      keep_charged_time_of_battery_catch_stopped_charging_current_level: 3600,
      max_ac_charging_current: 10,
      battery_discharge_max_current_in_hybrid_mode: 375,
      battery_under_soc: null,
    });
    expect(decode('HECS', '00,0,0,0,0,0,0,0,0')).toMatchObject({
      solar_energy_distribution_priority: 'Battery-Load-Grid',
      feed_power_to_utility: false,
    });
    expect(decode('VFW', 'VERFW:00001.01')).toEqual({ cpu_version: '00001.01' });
    expect(decode('T', '20210521234743')).toEqual({ datetime: '2021-05-21 23:47:43' });
    expect(decode('MD', '000,010000,99,3,3,2300,2300,04,120')).toMatchObject({
      output_rated_va: 10_000,
      output_power_factor: 0.99,
      nominal_ac_output_voltage: 230,
    });
  });
});

describe('PI18', () => {
  const gs = '2232,499,2232,499,0971,0710,019,508,000,000,012,000,044,044,000,000,0520,0000,1941,0000,0,2,0,1,2,2,1,0';

  test('scales, and our sign of the battery', () => {
    expect(metrics('pi18', 'GS', gs)).toMatchObject({
      'grid.voltage': 223.2,
      'grid.frequency': 49.9,
      'battery.voltage': 50.8,
      'battery.current': 12,
      'battery.power': 609.6,
      'pv.power': 520,
      'load.power': 710,
    });
    expect(metrics('pi18lvx', 'GS', gs.replace('012,000,044', '000,008,044'))).toMatchObject({
      'battery.current': -8,
      'battery.power': -406.4,
    });
  });

  test('FWS in words', () => {
    expect(metrics('pi18', 'FWS', '00,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1')).toEqual({
      'inverter.warning': 'Line fail, Battery too low to charge for SCC2',
    });
    expect(metrics('pi18', 'FWS', '07,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0')).toEqual({ 'inverter.warning': 'Fault 7' });
  });

  test.each(['pi18', 'pi18lvx', 'pi18sv'])(
    '%s: ET counts Wh (LV5048: 802 946 Wh in half a year of a 5.6 kW unit)',
    (id) => {
      expect(metrics(id, 'ET', '00802946')).toEqual({ 'pv.energy': 802_946 });
      expect(metrics(id, 'ET', '00320400')).toEqual({ 'pv.energy': 320_400 });
    },
  );
});

describe('PI16', () => {
  const recorded =
    '226.1 000378 50.0 0001.7 226.8 00378 49.9 001.6 013 436.4 436.4 052.6 ---.- 077 00920 00292 ----- 196.1 ---.- ---.- 027.0 A---101001';

  test('QPIGS of a real device: what it has not is absent, the status in words', () => {
    const report = decodeFrame(definitionOf('pi16'), 'QPIGS', bracket(recorded));
    expect(report.problems).toEqual([]);
    expect(valuesOf(report)).toMatchObject({
      negative_battery_voltage: null,
      pv3_input_power: null,
      is_grid_connected: null,
      has_load: true,
      battery_status: 'charging',
      inverter_direction: 'DC-AC',
      line_direction: 'taking from grid',
    });
    expect(metrics('pi16', 'QPIGS', recorded)).toMatchObject({
      'pv.power': 1212,
      'load.power': 378,
      'battery.soc': 77,
    });
  });

  test('QPIWS, QENF, QFLAG and QMD by the document', () => {
    const decode = (name: string, payload: string): Record<string, unknown> =>
      valuesOf(decodeFrame(definitionOf('pi16'), name, bracket(payload)));
    const warnings = `--000000000${'0'.repeat(4)}1${'-'.repeat(112)}`;
    expect(decode('QPIWS', warnings)).toMatchObject({
      device_has_fault: null,
      low_battery: true,
      active_warnings: 'Low battery',
    });
    expect(decode('QENF', 'A1B0C1D0E1F0G0H0I_J_')).toMatchObject({
      allow_to_charge_battery: true,
      allow_ac_to_charge_battery: false,
    });
    expect(decode('QFLAG', 'EbgpDa')).toMatchObject({ alarm_control: false, green_power_function: true });
    expect(decode('QMD', '###########PV3K ###3000 99 1/1 360 230 04 12.0')).toMatchObject({
      device_model: 'PV3K',
      output_rated_power: '3000',
      nominal_battery_voltage: 12,
    });
    expect(decode('QPIFS', 'OK')).toMatchObject({ type_of_fault: 'No fault', fault_date: null });
  });
});
