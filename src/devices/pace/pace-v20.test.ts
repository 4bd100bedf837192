// Answers recorded in nkinnan/esphome-pace-bms (pace_bms_protocol_v20).
import { expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { paceV20 } from './pace-v20.ts';

const analog =
  '~20014A00A0CA1001100D2F0D2C0D2C0D2D0D2D0D2F0D2F0D2F0D2C0D2D0D2D0D2F0D300D2C0D300D2C040B9B0BA50B9B0B9B0BB90BAF029D1515' +
  '21A9268400540F005700620D300D2C00040BA50B9B000ADAC0000A54550005D473000570A600000680000004CA56897E24D1A5\r';
const manufacturer =
  '~20014A00F05C202020202020202020202020202020202020202000005154484E2020202020202020202020202020202030640306EBA8\r';

test('it is asked with its own kind of battery, without the address again', () =>
  expect(paceV20.wire.request('42')).toEqual(fromLatin1('~20014A420000FDA2\r')));

test('measured values: 6.69 A into the battery', () => {
  const report = reportOf(paceV20, '42', fromLatin1(analog));
  expect(report.problems).toEqual([]);
  expect(fieldsOf(report)).toMatchObject({
    voltage_cell01: 3.375,
    voltage_cell02: 3.372,
    voltage_cell16: 3.372,
    temperature_1: 24.1,
    temperature_2: 25.1,
    environment_temperature: 27.1,
    mos_temperature: 26.1,
    current: 6.69,
    highest_cell_temperature: 25.1,
    lowest_cell_temperature: 24.1,
  });
  expect(metricsOf(paceV20, report)).toMatchObject({
    'battery.current': -6.69,
    'battery.voltage': 53.97,
    'battery.power': -361.1,
    'battery.soc': 87,
    'battery.soh': 98,
    'battery.capacity.remaining': 86.17,
    'battery.capacity': 98.6,
    'battery.cycles': 84,
    'battery.energy.charge': 382_067,
    'battery.energy.discharge': 356_518,
  });
});

test('manufacturer', () => {
  const report = reportOf(paceV20, '51', fromLatin1(manufacturer));
  expect(fieldsOf(report)).toMatchObject({ manufacturer_name: 'QTHN' });
});
