// Frames are built here by the document ([mpp-solar] jkserial, [jk-ttl]), tag by tag, not by the table under test.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { decodeFrame } from '../decode-frame.ts';
import { readings } from '../readings.ts';
import { jkSerial } from './jk-serial.ts';

const word = (value: number): string => value.toString(16).padStart(4, '0');
const password = '123456';

interface Pack {
  readonly cells: readonly number[];
  readonly current?: number;
  readonly protocol?: number | 'none';
  readonly temperatures?: readonly [number, number, number];
  readonly alarms?: number;
}

/** The data of a whole answer, with the values of the document's example around what the test is about. */
function answerData({ cells, current = 0x80d0, protocol = 1, temperatures = [29, 30, 28], alarms = 0 }: Pack): string {
  const block = cells.map((volts, index) => (index + 1).toString(16).padStart(2, '0') + word(volts));
  const sum = cells.reduce((total, volts) => total + volts, 0);
  const [mos, box, battery] = temperatures.map(word);
  return [
    `79${(3 * cells.length).toString(16).padStart(2, '0')}${block.join('')}`,
    `80${mos}81${box}82${battery}83${word(Math.round(sum / 10))}84${word(current)}850f860287000489000000c8`,
    `8a${word(cells.length)}8b${word(alarms)}8c0007`,
    '8e16268f10ae900fd2910fa0920005930bea940c1c95000596012c97000798000399000a9a0005',
    '9b0ce49c00089d019e005a9f0046a00064a10064a20014a30046a40046a5ffeca6fff6a7ffeca8fff6',
    `a9${cells.length.toString(16).padStart(2, '0')}aa00000064ab01ac01ad0411ae01af00b0000ab114`,
    `b2${toHex(fromLatin1(password))}00000000b300b4${toHex(fromLatin1('House 01'))}b5${toHex(fromLatin1('2101'))}b60000e200`,
    `b7${toHex(fromLatin1('H6.X__S6.1.3S__'))}b800b900000000ba${toHex(fromLatin1('BT3072020120000200521001'))}`,
    protocol === 'none' ? '' : `c0${protocol.toString(16).padStart(2, '0')}`,
  ].join('');
}

function frame(data: string): Uint8Array {
  const bytes = fromHex(data);
  const length = bytes.length + 18;
  const body = concatBytes(
    Uint8Array.of(0x4e, 0x57, length >>> 8, length & 0xff, 0, 0, 0, 0, 6, 0, 1),
    bytes,
    Uint8Array.of(0, 0, 0, 0, 0x68),
  );
  const sum = sum16(body);
  return concatBytes(body, Uint8Array.of(0, 0, sum >>> 8, sum & 0xff));
}

const [command] = jkSerial.commands;
const source = { rows: command!.table.rows, derive: command!.derive };

function metrics(pack: Pack): Record<string, unknown> {
  const { metric, value } = readings(source, command!.table.decode(fromHex(answerData(pack))));
  return Object.fromEntries(metric.map((id, index) => [id, value[index]]));
}

const fourteen = [3821, 3834, 3831, 3820, 3832, 3834, 3825, 3832, 3811, 3834, 3825, 3835, 3835, 3826];
const sixteen = Array.from({ length: 16 }, (_, index) => 3300 + index);

describe('JK by UART/RS485', () => {
  test('a pack of 14 cells', () => {
    const report = decodeFrame(jkSerial, 'read_all', frame(answerData({ cells: fourteen })));
    expect(report.answer).toEqual({ kind: 'payload' });
    expect(report.problems).toEqual([]);
    expect(Object.fromEntries(report.fields.map(({ name, value }) => [name, value]))).toMatchObject({
      voltage_cell01: 3.821,
      voltage_cell14: 3.826,
      voltage_cell15: null,
      mos_temp: 29,
      battery_t1: 30,
      battery_t2: 28,
      battery_voltage: 53.6,
      battery_current: 2.08,
      percent_remain: 15,
      cycle_count: 4,
      battery_strings: 14,
      charge_mos_on: true,
      discharge_mos_on: true,
      balancing: true,
      battery_offline: false,
      pack_over_voltage_protection: 56.7,
      cell_under_voltage_protection: 3.05,
      charging_low_temperature_protection: -20,
      balancer_active: true,
      capacity_setting: 100,
      battery_type: 'LFP',
      device_id: 'House 01',
      date_of_manufacture: '2101',
      working_time: 57_856 * 60,
      software_version: 'H6.X__S6.1.3S__',
      manufacturer_id: 'BT3072020120000200521001',
      protocol_version: 1,
    });
  });

  test('a pack of 16 cells, charging: our sign is negative', () => {
    expect(metrics({ cells: sixteen })).toMatchObject({
      'battery.cell.voltage.1': 3.3,
      'battery.cell.voltage.16': 3.315,
      'battery.cell.voltage.min': 3.3,
      'battery.cell.voltage.max': 3.315,
      'battery.cell.voltage.spread': 0.015,
      'battery.voltage': 52.92,
      'battery.current': -2.08,
      'battery.power': -110.1,
      'battery.soc': 15,
      'battery.capacity': 100,
      'battery.capacity.remaining': 15,
      'battery.cycles': 4,
      'battery.charge.enabled': 1,
      'battery.discharge.enabled': 1,
      'battery.balancing': 1,
      'battery.temperature': 28,
      'battery.alarm': '',
    });
    expect(metrics({ cells: sixteen })).not.toHaveProperty('battery.cell.voltage.17');
  });

  // [jk-ttl]: C0 = 1: bit 15 set is charging (20 A is 34768 or 2000); before it (10000 − raw), 11000 is 10 A of discharge.
  test.each([
    [1, 34_768, -20],
    [1, 2000, 20],
    [1, 0, 0],
    [0, 11_000, 10],
    [0, 9500, -5],
    ['none' as const, 11_000, 10],
  ])('protocol %s, current %i is %i A of ours', (protocol, current, ours) => {
    expect(metrics({ cells: sixteen, current, protocol })).toMatchObject({ 'battery.current': ours });
  });

  test('every count of cells from 1 to 24 keeps the rest in place', () => {
    for (let count = 1; count <= 24; count += 1) {
      const found = metrics({ cells: Array.from({ length: count }, () => 3300), temperatures: [29, 30, 28] });
      expect(Object.keys(found).filter((id) => /voltage\.\d+$/.test(id))).toHaveLength(count);
      expect(found).toMatchObject({
        'battery.soc': 15,
        'battery.temperature': 28,
        'battery.voltage': (count * 330) / 100,
      });
    }
  });

  test('temperatures above 100 are below zero', () => {
    expect(metrics({ cells: sixteen, temperatures: [100, 101, 140] })).toMatchObject({
      'device.temperature': 100,
      'battery.temperature.1': -1,
      'battery.temperature': -40,
    });
    expect(metrics({ cells: sixteen, temperatures: [141, 30, 28] })).not.toHaveProperty('device.temperature');
  });

  test('alarms in words', () => {
    expect(metrics({ cells: sixteen, alarms: 0b1000_0000_0001 })).toMatchObject({
      'battery.alarm': 'Low capacity alarm, Cell under voltage alarm',
    });
  });

  test('the password reaches nobody', () => {
    expect(JSON.stringify(decodeFrame(jkSerial, 'read_all', frame(answerData({ cells: sixteen }))))).not.toContain(
      password,
    );
  });

  test('an unknown tag before C0: the current is absent, not guessed', () => {
    const data = answerData({ cells: sixteen }).replace(/c001$/, '7701c001');
    const report = decodeFrame(jkSerial, 'read_all', frame(data));
    expect(report.problems).toMatchObject([
      { field: 'battery_current', why: 'the protocol version (tag C0), which says how to read it, is missing' },
      { why: 'tag 77 is unknown, and so is its length: the rest is not read' },
    ]);
    expect(report.fields.find(({ name }) => name === 'battery_power')?.value).toBeNull();
  });

  test('the probe knows an answer', () => {
    expect(jkSerial.probe.matches(fromHex(answerData({ cells: fourteen })))).toBe(true);
    expect(jkSerial.probe.matches(new Uint8Array())).toBe(false);
  });

  test('any bytes as data give values in the range of their wire type or nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { value } = readings(source, command!.table.decode(bytes));
        expect(value.filter((one) => typeof one === 'number' && !(Math.abs(one) < 2 ** 33))).toEqual([]);
      }),
    );
  });
});
