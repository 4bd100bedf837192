// Blocks recorded from a SmartSolar 75/15 ([vedirect]), a BMV-712 and a Phoenix inverter (KinDR007/VictronMPPT-ESPHOME), and the
// HEX answer of a SmartShunt (mpp-solar, MIT licence, copyright jblance).
import { because } from '#core/reason.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { vedirect, vedirectMonitor } from './vedirect.ts';
import { vedirectHex, vedirectHexMonitor } from './vedirect-hex.ts';

function block(...lines: readonly string[]): Uint8Array {
  const body = fromLatin1(`\r\n${[...lines, 'Checksum\t'].join('\r\n')}`);
  return concatBytes(body, Uint8Array.of((0x100 - sum8(body)) & 0xff));
}

/** As it was recorded, the checksum included. */
const smartSolar = concatBytes(
  fromLatin1(
    [
      '\r\nPID\t0xA053\r\nFW\t156\r\nSER#\tHQ1942K7LJ8\r\nV\t12450\r\nI\t0\r\nVPV\t10\r\nPPV\t0\r\nCS\t0\r\nMPPT\t0\r\n',
      'OR\t0x00000001\r\nERR\t0\r\nLOAD\tON\r\nIL\t0\r\nH19\t3\r\nH20\t0\r\nH21\t24\r\nH22\t1\r\nH23\t15\r\nHSDS\t3\r\nChecksum\t',
    ].join(''),
  ),
  Uint8Array.of(0xe1),
);

const bmv = block(
  'PID\t0xA381',
  'V\t26464',
  'VS\t34',
  'I\t-5647',
  'P\t-149',
  'CE\t-6671',
  'SOC\t937',
  'TTG\t436',
  'Alarm\tOFF',
  'Relay\tOFF',
  'AR\t0',
  'BMV\t712 Smart',
  'FW\t0408',
  'MON\t0',
);
const history = block(
  'H1\t-96470',
  'H2\t-6671',
  'H3\t-26485',
  'H4\t29',
  'H5\t4',
  'H6\t-2316635',
  'H7\t27',
  'H8\t28776',
  'H9\t7134',
  'H10\t31',
  'H11\t0',
  'H12\t0',
  'H15\t22',
  'H16\t38',
  'H17\t6066',
  'H18\t6117',
);

describe('VE.Direct text', () => {
  test('a solar charger at night', () => {
    const report = reportOf(vedirect, 'text', smartSolar);
    expect(report.answer).toEqual({ kind: 'payload' });
    expect(report.problems).toEqual([]);
    expect(fieldsOf(report)).toEqual({
      product: 'SmartSolar MPPT 75/15',
      firmware: '1.56',
      serial_number: 'HQ1942K7LJ8',
      battery_voltage: 12.45,
      battery_current: 0,
      panel_voltage: 0.01,
      panel_power: 0,
      load_current: 0,
      load_output: true,
      state_of_operation: 'Off',
      tracker_state: 'Off',
      off_reason: 'No input power',
      error: 'No error',
      yield_total: 30,
      yield_today: 0,
      maximum_power_today: 24,
      yield_yesterday: 10,
      maximum_power_yesterday: 15,
      day_sequence_number: 3,
      battery_power: 0,
      load_power: 0,
      warnings: '',
    });
  });

  test('a solar charger by day: charging is negative, the balance holds', () => {
    const report = reportOf(
      vedirect,
      'text',
      block('PID\t0xA060', 'V\t52000', 'I\t9600', 'VPV\t98000', 'PPV\t512', 'CS\t3', 'IL\t200', 'ERR\t33'),
    );
    const metrics = metricsOf(vedirect, report);
    expect(metrics).toMatchObject({
      'battery.voltage': 52,
      'battery.current': -9.6,
      'battery.power': -499.2,
      'pv.power': 512,
      'pv.voltage.s1': 98,
      'load.power': 10.4,
      'inverter.mode': 'Bulk',
      'inverter.warning': 'Input voltage too high (solar panel)',
    });
    // load = pv + battery, but for what the charger itself loses.
    expect(Number(metrics['pv.power']) + Number(metrics['battery.power']) - Number(metrics['load.power'])).toBeCloseTo(
      2.4,
      1,
    );
  });

  test('an inverter: the units of the document, not those of the tool', () => {
    const report = reportOf(
      vedirect,
      'text',
      block(
        'PID\t0xA201',
        'AC_OUT_V\t23000',
        'AC_OUT_I\t50',
        'AC_OUT_S\t1150',
        'AR\t1',
        'CS\t9',
        'MODE\t2',
        'WARN\t1',
        'OR\t0x0000000A',
      ),
    );
    expect(fieldsOf(report)).toEqual({
      product: 'Phoenix Inverter 12V 250VA 230V',
      ac_output_voltage: 230,
      ac_output_current: 5,
      ac_output_apparent_power: 1150,
      alarm_reason: 'Low voltage',
      warning_reason: 'Low voltage',
      state_of_operation: 'Inverting',
      device_mode: 'Inverter',
      off_reason: 'Switched off (power switch), Remote input',
      warnings: 'Low voltage',
    });
  });

  test('a battery monitor and its history', () => {
    const report = reportOf(vedirectMonitor, 'text', bmv);
    expect(report.problems).toEqual([]);
    expect(fieldsOf(report)).toEqual({
      product: 'BMV-712 Smart',
      firmware: '4.08',
      battery_voltage: 26.464,
      starter_battery_voltage: 0.034,
      battery_current: -5.647,
      battery_power: -149,
      consumed_charge: -6.671,
      state_of_charge: 93.7,
      time_to_go: 436 * 60,
      alarm: false,
      relay_state: false,
      alarm_reason: '',
      model: '712 Smart',
      monitor_mode: 'Battery monitor',
    });
    expect(metricsOf(vedirectMonitor, report)).toMatchObject({
      'battery.current': 5.647,
      'battery.power': 149,
      'battery.soc': 93.7,
    });
    expect(metricsOf(vedirectMonitor, reportOf(vedirectMonitor, 'text', history))).toEqual({
      'battery.cycles': 29,
      'battery.energy.discharge': 60_660,
      'battery.energy.charge': 61_170,
    });
  });

  test('what does not exist is absent: no sensor, no end in sight', () => {
    const fields = fieldsOf(reportOf(vedirectMonitor, 'text', block('PID\t0xA389', 'T\t---', 'TTG\t-1', 'V\t26464')));
    expect(fields).toEqual({ product: 'SmartShunt 500A/50mV', battery_voltage: 26.464 });
  });

  test('an unknown product and an unknown state', () => {
    const report = reportOf(vedirect, 'text', block('PID\t0xBEEF', 'CS\t77', 'V\tabc', 'FWE\t0208FF', 'V\t1'));
    expect(fieldsOf(report)).toMatchObject({ product: 'Victron product 0xBEEF', firmware_24_bit: '2.08' });
    expect(report.problems).toMatchObject([
      { field: 'state_of_operation', why: '"77" is not a known choice' },
      { field: 'battery_voltage', why: '"abc" is not a whole number' },
      { field: 'battery_voltage', why: 'it appears twice in the block' },
    ]);
  });

  test('a damaged block is not read', () => {
    const damaged = smartSolar.slice();
    damaged[40] = damaged[40]! ^ 1;
    expect(reportOf(vedirect, 'text', damaged)).toEqual({
      answer: { kind: 'checksum', reason: because('frame.bad-checksum'), why: 'the checksum does not match' },
      fields: [],
      problems: [],
    });
  });

  test('each block is of one of both', () => {
    const isOf = (bytes: Uint8Array) =>
      [vedirect, vedirectMonitor].map((definition) => definition.matches(definition.wire.read(bytes)!));
    expect([smartSolar, bmv, history].map(isOf)).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
  });
});

describe('VE.Direct HEX', () => {
  test.each(['3a373030313030303738303043360a', '001a3a373030313030303738303043360a'])(
    'the recorded capacity %s',
    (hex) => {
      expect(fieldsOf(reportOf(vedirectHexMonitor, '1000', fromHex(hex)))).toEqual({ battery_capacity: 120 });
    },
  );

  /** The answer to a get, value bytes in hex letters. */
  function answer(register: string, value: string): Uint8Array {
    const bytes = fromHex(`${register.slice(2)}${register.slice(0, 2)}00${value}`);
    const check = (0x55 - 7 - sum8(bytes)) & 0xff;
    return fromLatin1(
      `:7${register.slice(2)}${register.slice(0, 2)}00${value}${check.toString(16).toUpperCase().padStart(2, '0')}\n`,
    );
  }

  test.each([
    ['EDD5', 'DD04', { 'battery.voltage': 12.45 }],
    ['EDD7', '2300', { 'battery.current': -3.5 }],
    ['EDBC', '10270000', { 'pv.power': 100 }],
    ['EDBB', 'FFFF', {}],
    ['EDDC', '03000000', { 'pv.energy': 30 }],
    ['EDDB', '18FC', { 'device.temperature': -10 }],
    ['0201', '05', { 'inverter.mode': 'Float' }],
  ])('register %s of a charger', (register, value, metrics) => {
    expect(metricsOf(vedirectHex, reportOf(vedirectHex, register, answer(register, value)))).toEqual(metrics);
  });

  test.each([
    ['ED8C', 'F1E9FFFF', { 'battery.current': 5.647 }],
    ['ED8E', '6BFF', { 'battery.power': 149 }],
    ['0FFF', '9A24', { 'battery.soc': 93.7 }],
  ])('register %s of a monitor', (register, value, metrics) => {
    expect(metricsOf(vedirectHexMonitor, reportOf(vedirectHexMonitor, register, answer(register, value)))).toEqual(
      metrics,
    );
  });

  test('product and version', () => {
    expect(fieldsOf(reportOf(vedirectHex, 'product', fromLatin1(':153A061\n')))).toEqual({
      product: 'SmartSolar MPPT 75/15',
    });
    expect(fieldsOf(reportOf(vedirectHex, 'version', fromLatin1(':15641BD\n')))).toEqual({ firmware: '1.56' });
  });

  test('writes stay inside their limits', () => {
    const [current, limit, mode] = vedirectHex.writes;
    expect(current?.request(10)).toBe('EDF0=6400');
    expect([current?.request(101), current?.request('x'), limit?.request(-1), mode?.request('reset')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(mode?.request('off')).toBe('0200=04');
    expect(vedirectHex.wire.request(current?.request(10) ?? '')).toEqual(fromLatin1(':8F0ED0064000C\n'));
  });
});
