// A recorded answer of a Daly board by Modbus (patman15/aiobmsble tests/bms/test_daly_bms.py).
import { expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { dalyModbus } from './daly-modbus.ts';

const answer =
  'd2037c 101f10291033103d' +
  '00'.repeat(56) +
  '003c003d003e003f0000000000000000' +
  '008c754e0384103d101f000000000000 0d80 0004 0004 0039 0001 0000 0001 102e 0141 002a 0000000000000000 a0df';

test('the question is the one that is known', () =>
  expect(toHex(dalyModbus.wire.request('holding 0 62'))).toBe('d2030000003ed7b9'));

test('four cells, 3 A into the battery', () => {
  const report = reportOf(dalyModbus, 'holding 0 62', answer);
  expect(report.problems).toEqual([]);
  expect(metricsOf(dalyModbus, report)).toEqual({
    'battery.voltage': 14,
    'battery.current': -3,
    'battery.power': -42,
    'battery.soc': 90,
    'battery.capacity.remaining': 345.6,
    'battery.cycles': 57,
    'battery.cell.voltage.1': 4.127,
    'battery.cell.voltage.2': 4.137,
    'battery.cell.voltage.3': 4.147,
    'battery.cell.voltage.4': 4.157,
    'battery.cell.voltage.min': 4.127,
    'battery.cell.voltage.max': 4.157,
    'battery.cell.voltage.spread': 0.03,
    'battery.temperature.1': 20,
    'battery.temperature.2': 21,
    'battery.temperature.3': 22,
    'battery.temperature.4': 23,
  });
  expect(fieldsOf(report)).toMatchObject({ balancer: 'on', charging_mos: 'off', discharging_mos: 'on', cell_count: 4 });
});
