// The document's tables 7, 8, 11 and 13, and the data of a 16-cell board kept in syssi/esphome-seplos-bms.
import { describe, expect, test } from 'vitest';
import { fromHex, fromLatin1 } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { seplosV2 } from './seplos-v2.ts';

function answer(info: string): Uint8Array {
  const digits = info.length.toString(16).toUpperCase().padStart(3, '0');
  const check = (16 - (Array.from(digits).reduce((sum, digit) => sum + Number.parseInt(digit, 16), 0) % 16)) % 16;
  const body = `20004600${check.toString(16).toUpperCase()}${digits}${info}`;
  const sum = (0x1_0000 - sum16(fromLatin1(body))) & 0xffff;
  return fromLatin1(`~${body}${sum.toString(16).toUpperCase().padStart(4, '0')}\r`);
}

const telemetry =
  '0001100CD70CE90CF40CD60CEF0CE50CE10CDC0CE90CF00CE80CEF0CEA0CDA0CDE0CD8060BA60BA00B970BA60BA50BA2FD5C14A0344E0A42680313465000 4603E8149F0000000000000000'.replace(
    ' ',
    '',
  );

describe('Seplos V2', () => {
  test('telemetry is no name and no version', () => {
    const report = reportOf(seplosV2, '51', answer(telemetry));
    expect(fieldsOf(report)).toEqual({});
    expect(report.problems).toMatchObject([{ reason: { code: 'decode.no-name' } }]);
  });

  test('telemetry of a 16-cell board', () => {
    const report = reportOf(seplosV2, '42', answer(telemetry));
    expect(report.problems).toEqual([]);
    expect(fieldsOf(report)).toMatchObject({
      voltage_cell01: 3.287,
      voltage_cell03: 3.316,
      voltage_cell16: 3.288,
      voltage_cell_min: 3.286,
      voltage_cell_max: 3.316,
      voltage_cell_spread: 0.03,
      temperature_1: 25.1,
      temperature_3: 23.6,
      environment_temperature: 25,
      power_temperature: 24.7,
      current: -6.76,
      total_voltage: 52.8,
      residual_capacity: 133.9,
      battery_capacity: 170,
      soc: 78.7,
      rated_capacity: 180,
      cycles: 70,
      soh: 100,
      port_voltage: 52.79,
    });
    expect(metricsOf(seplosV2, report)).toMatchObject({
      'battery.current': 6.76,
      'battery.power': 356.9,
      'battery.soc': 78.7,
    });
  });

  test('P16: system parameters (47) read as telemetry have no cells: their length disagrees', () => {
    // 13 as the count of what follows, as the table of parameters begins.
    const parameters = `00010D${'1964'.repeat(13)}02${'0BA6'.repeat(2)}0000`;
    const report = reportOf(seplosV2, '42', answer(parameters));
    expect(fieldsOf(report)).toEqual({});
    expect(report.problems).toHaveLength(1);
    const short = reportOf(seplosV2, '42', answer(`00013${'1964'.repeat(13)}0`));
    expect([fieldsOf(short), short.problems.length]).toEqual([{}, 1]);
  });

  test('telemetry read as alarms (44) raises none: its length disagrees', () => {
    const report = reportOf(seplosV2, '44', answer(telemetry));
    expect([fieldsOf(report), report.problems.length]).toEqual([{}, 1]);
    // A pack of eight cells and four sensors, the shortest there is.
    const small = `000108${'0CD7'.repeat(8)}06${'0BA6'.repeat(6)}${telemetry.slice(-54)}`;
    const short = reportOf(seplosV2, '44', answer(small));
    expect([fieldsOf(short), short.problems.length]).toEqual([{}, 1]);
  });

  const alarms = (events: string): Uint8Array =>
    answer(`000110${'00'.repeat(16)}06${'00'.repeat(6)}000014${events}${'00'.repeat(6)}`);

  test('no alarm, both switches on', () => {
    const report = reportOf(seplosV2, '44', alarms('0000000000000300000100000000'));
    expect(metricsOf(seplosV2, report)).toEqual({
      'battery.alarm': '',
      'battery.charge.enabled': true,
      'battery.discharge.enabled': true,
      'battery.balancing': false,
    });
    expect(fieldsOf(report)).toMatchObject({ discharging: true, charging: false });
  });

  test('alarms by the bits of table 13', () => {
    const report = reportOf(seplosV2, '44', alarms('0108000000040000010200000001'));
    expect(metricsOf(seplosV2, report)).toMatchObject({
      'battery.alarm':
        'Voltage sensor fault, Cell under voltage protection, Residual capacity alarm, EEPROM storage fault',
      'battery.charge.enabled': false,
      'battery.balancing': true,
    });
  });

  test.each([
    [0, '7E32303030343634324530303230304644 33370D'],
    [1, '7E32303031343634324530303230314644 33350D'],
    [15, '7E32303046343634324530303230464644 30420D'],
  ])('the request to address %i is that of table 7', (unit, hex) => {
    expect(seplosV2.wireAt!('serial', { unit }).request('42')).toEqual(fromHex(hex.replace(' ', '')));
  });

  test('the probe tells it from what speaks alike', () => {
    const wire = seplosV2.wire;
    const found = wire.answer(answer(telemetry), '42');
    expect(found.kind === 'payload' && seplosV2.probe.matches(found.payload)).toBe(true);
    expect(seplosV2.probe.matches(fromHex('000210'))).toBe(false);
  });
});
