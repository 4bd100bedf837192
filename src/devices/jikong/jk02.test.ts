// Recorded records of 24- and 32-cell boards, of JK04, of a PB unit and of the old balancer.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import {
  balancer,
  balancerValues,
  jk02of24,
  jk02of32,
  jk02of32Values,
  jk04 as jk04Records,
  jkPb as pbRecords,
} from './captures/records.ts';
import { jk02, jk04, jkPb } from './jk02.ts';
import { cellInfoTable, layoutOfRecord, layoutOfSoftware, selfTellingTable } from './jk02-rows.ts';
import { jk485 } from './jk485.ts';

const cell = (index: number): string => String(index).padStart(2, '0');

describe('JK02', () => {
  test('a 24-cell record tells its layout by itself', () => {
    const report = reportOf(jk02, 'cell_info', jk02of24.cellInfo);
    expect(report.answer).toEqual({ kind: 'payload' });
    expect(report.problems).toEqual([]);
    // 52.953 V times 6.822 A is the power in mW, which [mpp-solar] shows as W. The numbers of the extreme
    // cells are the board's own; in this record they are not those of its cell voltages.
    expect(fieldsOf(report)).toMatchObject({
      voltage_cell01: 3.779,
      voltage_cell14: 3.782,
      highest_cell: 7,
      lowest_cell: 6,
      battery_voltage: 52.953,
      battery_power: 361.242,
      battery_current: -6.822,
      resistance_cell01: 0.125,
      percent_remain: 83,
      cycle_count: 19,
    });
    expect(fieldsOf(report)).not.toHaveProperty('voltage_cell15');
  });

  test('its metrics: + is discharge', () => {
    expect(metricsOf(jk02, reportOf(jk02, 'cell_info', jk02of24.cellInfo))).toMatchObject({
      'battery.voltage': 52.953,
      'battery.current': 6.822,
      'battery.power': 361.2,
      'battery.soc': 83,
      'battery.soh': 100,
      'battery.capacity.remaining': 138.149,
      'battery.capacity': 166,
      'battery.cell.voltage.min': 3.766,
      'battery.cell.voltage.max': 3.794,
      'battery.cell.voltage.spread': 0.024,
      'battery.temperature': 31.4,
      'battery.temperature.2': 19.9,
      'device.temperature': 26.9,
      'battery.alarm': '',
      'battery.charge.enabled': true,
    });
  });

  test('a 32-cell record: the values mpp-solar lists, where they are right', () => {
    const report = reportOf(jk02, 'cell_info', jk02of32.cellInfo);
    const fields = fieldsOf(report);
    const listed = Object.entries(jk02of32Values).filter(([key, value]) => !isWrong(key, value));
    const ours = listed.map(([key]) => [key, fields[key.toLowerCase()]]);
    expect(ours).toEqual(listed);
    expect(listed).toHaveLength(30);
    expect(metricsOf(jk02, report)).toMatchObject({
      'battery.current': 8.568,
      'battery.power': 214.4,
      'battery.cycles': 11,
    });
  });

  // [mpp-solar]: cells and resistances that are not there stand as 0, the time as words, the header as fields.
  function isWrong(key: string, value: number | string): boolean {
    return (/^(Voltage|Resistance)_Cell/.test(key) && value === 0) || /^(Header|Record_.*|Time)$/.test(key);
  }

  test('versions', () => {
    expect(['10.07', '11.48', 'V15.41', '19.05', '3.3.0', '', 'x'].map(layoutOfSoftware)).toEqual([
      24,
      32,
      32,
      32,
      24,
      undefined,
      undefined,
    ]);
  });

  test('discovery asks for the device info and takes the layout of its software', () => {
    const { discover } = jk02;
    expect(discover?.([])).toEqual({ kind: 'ask', command: 'device_info', answerBytes: 300 });
    for (const [record, table] of [
      [jk02of24.deviceInfo, cellInfoTable[24]],
      [pbRecords.deviceInfo.slice(0, 600), cellInfoTable[32]],
    ] as const) {
      const step = discover?.([{ command: 'device_info', payload: fromHex(record) }]);
      expect(step?.kind === 'found' && step.definition.commands.find(({ name }) => name === 'cell_info')?.table).toBe(
        table,
      );
    }
    const refused = discover?.([{ command: 'device_info' }]);
    expect(
      refused?.kind === 'found' && refused.definition.commands.find(({ name }) => name === 'cell_info')?.table,
    ).toBe(selfTellingTable);
  });

  test('a record that makes sense in no layout gives a reason and no values', () => {
    const record = fromHex(jk02of24.cellInfo);
    record[118] = 0;
    record[119] = 0;
    record[299] = sum8(record, 0, 299);
    const report = reportOf(jk02, 'cell_info', record);
    expect(report.problems).toMatchObject([
      { why: 'the cell voltages do not add up to the pack voltage, whether it has 24 or 32 cells' },
    ]);
    expect(fieldsOf(report)).toEqual({});
  });

  test('no record of one layout fits the other', () => {
    const volts = fc.array(fc.integer({ min: 2500, max: 4200 }), { minLength: 4, maxLength: 24 });
    fc.assert(
      fc.property(volts, fc.constantFrom(24, 32), (cells, layout) => {
        const record = new Uint8Array(300);
        const view = new DataView(record.buffer);
        cells.forEach((one, index) => {
          view.setUint16(6 + 2 * index, one, true);
          view.setUint16((layout === 24 ? 64 : 80) + 2 * index, 60 + index, true);
        });
        view.setUint32(layout === 24 ? 54 : 70, 2 ** cells.length - 1, true);
        view.setUint32(
          layout === 24 ? 118 : 150,
          cells.reduce((sum, one) => sum + one, 0),
          true,
        );
        expect(layoutOfRecord(record)).toBe(layout);
      }),
    );
  });

  test('a sensor that is not there is absent, not −200 °C', () => {
    const record = fromHex(jk02of24.cellInfo);
    record.set([0x30, 0xf8], 132);
    record[299] = sum8(record, 0, 299);
    expect(fieldsOf(reportOf(jk02, 'cell_info', record))).not.toHaveProperty('battery_t2');
  });

  test('alarms in words, in both layouts', () => {
    const record = fromHex(jk02of24.cellInfo);
    record.set([0x10, 0x08], 136);
    record[299] = sum8(record, 0, 299);
    expect(fieldsOf(reportOf(jk02, 'cell_info', record))).toMatchObject({
      alarms: 'Cell over voltage, Cell under voltage',
    });
  });

  test('the device info tells who it is, and no passcode', () => {
    const report = reportOf(jk02, 'device_info', jk02of24.deviceInfo);
    expect(fieldsOf(report)).toEqual({
      device_model: 'JK-B2A24S20P',
      hardware_version: '10.XG',
      software_version: '10.07',
      up_time: 269_100,
      power_on_times: 1,
      device_name: 'JK-B2A24S20P',
      manufacturing_date: '220511',
      serial_number: '2041803028',
    });
    expect(JSON.stringify(report)).not.toContain('1234');
    const answer = jk02.wire.answer(fromHex(jk02of24.deviceInfo), 'device_info');
    const payload = answer.kind === 'payload' ? answer.payload : new Uint8Array();
    expect(toHex(payload)).not.toContain('31323334');
    expect(jk02.probe.matches(payload)).toBe(true);
    expect(jk04.probe.matches(payload)).toBe(false);
  });

  test('P11: a serial number of 15 letters (firmware 19) is not cut after 11, one of 11 ends at its NUL', () => {
    const serialOf = (serial: string, software = '19.27'): unknown => {
      const record = fromHex(jk02of24.deviceInfo).slice();
      record.set(fromLatin1(software), 30);
      record.fill(0, 86, 102);
      record.set(fromLatin1(serial), 86);
      record[299] = sum8(record, 0, 299);
      return fieldsOf(reportOf(jk02, 'device_info', record))['serial_number'];
    };
    expect(serialOf('404092C00000123')).toBe('404092C00000123');
    expect(serialOf('40409200001')).toBe('40409200001');
    // What follows the NUL is the passcode, on older boards from the twelfth letter on whatever stands there.
    expect(serialOf('40409200001\u0000000')).toBe('40409200001');
    expect(serialOf('404092000011234', '15.38')).toBe('40409200001');
  });

  test('sensors 3 to 5 of newer boards, those that the mask says are there', () => {
    const record = fromHex(jk02of32.cellInfo).slice(0, 300);
    record.set([0xfa, 0x00, 0x04, 0x01, 0xf0, 0x00], 254);
    record[214] = 0b0011_1011;
    record[299] = sum8(record, 0, 299);
    const report = reportOf(jk02, 'cell_info', record);
    expect(metricsOf(jk02, report)).toMatchObject({
      'battery.temperature.5': 25,
      'battery.temperature.4': 26,
      'battery.temperature.3': 24,
    });
    record[214] = 0b0000_0011;
    record[299] = sum8(record, 0, 299);
    expect(metricsOf(jk02, reportOf(jk02, 'cell_info', record))).not.toHaveProperty(['battery.temperature.3']);
  });

  test('settings stand before the cells when they are asked for', () => {
    const both = concatBytes(fromHex(pbRecords.settings).subarray(0, 300), fromHex(jk02of32.cellInfo));
    expect(reportOf(jk02, 'settings', both).answer.kind).toBe('payload');
    expect(fieldsOf(reportOf(jk02, 'cell_info', both))).toMatchObject({ battery_voltage: 25.029 });
  });
});

test('JK04: floats, the pack’s voltage from its cells, no current', () => {
  const report = reportOf(jk04, 'cell_info', jk04Records.cellInfo);
  expect(report.problems).toEqual([]);
  expect(fieldsOf(report)).toMatchObject({
    voltage_cell01: 3.3527,
    voltage_cell02: 3.3586,
    average_cell_voltage: 3.3558,
    delta_cell_voltage: 0.0059,
    highest_cell: 2,
    lowest_cell: 1,
    balancing: true,
    balance_current: 1.1719,
    up_time: 1_873_811,
    battery_voltage: 53.691,
  });
  expect(fieldsOf(report)).not.toHaveProperty('voltage_cell17');
  expect(metricsOf(jk04, report)).not.toHaveProperty(['battery.current']);
  expect(fieldsOf(reportOf(jk04, 'device_info', jk04Records.deviceInfo))).toMatchObject({
    device_model: 'JK-B2A16S',
    software_version: '3.3.0',
  });
  const answer = jk04.wire.answer(fromHex(jk04Records.deviceInfo), 'device_info');
  expect(answer.kind === 'payload' && jk04.probe.matches(answer.payload)).toBe(true);
  expect(answer.kind === 'payload' && jk02.probe.matches(answer.payload)).toBe(false);
});

describe('JK PB', () => {
  test('cells, charging: our sign is negative', () => {
    const report = reportOf(jkPb, 'cell_info', pbRecords.cellInfo);
    expect(report.problems).toEqual([]);
    expect(metricsOf(jkPb, report)).toMatchObject({
      'battery.voltage': 26.852,
      'battery.current': -17.841,
      'battery.power': -479.1,
      'battery.soc': 88,
      'battery.capacity.remaining': 193.465,
      'battery.capacity': 220,
      'battery.cycles': 101,
      'battery.temperature': 29.6,
      'battery.temperature.2': 29.4,
      'device.temperature': 30,
      'battery.cell.voltage.8': 3.356,
    });
    expect(fieldsOf(report)).toMatchObject({ battery_power: 479.072 });
  });

  // mpp-solar's samples of settings and cells stand under each other's command; here each under its register.
  test('settings', () => {
    expect(fieldsOf(reportOf(jkPb, 'settings', pbRecords.settings))).toMatchObject({
      cell_over_voltage_protection: 3.65,
      cell_under_voltage_protection: 2.65,
      maximum_charge_current: 150,
      charge_under_temperature_protection: -10,
      mos_over_temperature_protection: 100,
      cell_count: 8,
      capacity_setting: 220,
      start_balance_voltage: 3.35,
    });
  });

  test('a record for another register is not the answer', () => {
    expect(reportOf(jkPb, 'cell_info', pbRecords.settings).answer).toMatchObject({
      kind: 'foreign',
      why: 'the answer to another register',
    });
  });

  test('device info', () => {
    expect(fieldsOf(reportOf(jkPb, 'device_info', pbRecords.deviceInfo))).toMatchObject({
      device_model: 'JK_PB2A16S15P',
      hardware_version: '15.XA',
      software_version: '15.10',
      serial_number: '31213480085',
    });
  });

  test('the unit address goes into the request', () => {
    expect(toHex(jkPb.wireAt!('serial', { unit: 3 }).request('cell_info')).slice(0, 12)).toBe('031016200001');
  });
});

test('the old balancer: the values mpp-solar lists', () => {
  const fields = fieldsOf(reportOf(jk485, 'read_all', balancer));
  const wrong = /^(Header|Slave Address|Command Code|Charging.*|Alarm.*|Balance On.*|Checksum|Voltage Cell2[1-4])$/;
  const listed = Object.entries(balancerValues).filter(
    ([key, value]) => !wrong.test(key) && !(key.startsWith('Voltage Cell') && value === 0),
  );
  expect(listed.map(([key]) => [key, fields[key.toLowerCase().replaceAll(/[^a-z\d]+/g, '_')]])).toEqual(listed);
  expect(listed).toHaveLength(31);
  expect(fields).toMatchObject({ balance_on: true, balancing: false, voltage_cell20: 3.945 });
  // The board has 20 cells; what is in the places of others is no cell.
  expect(fields).not.toHaveProperty(`voltage_cell${cell(21)}`);
});
