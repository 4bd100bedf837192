import { expect, test } from 'vitest';
import type { Charge } from '#api/charging.ts';
import { chargesCsv } from '#core/charge-csv.ts';
import { daysOf } from './days.ts';

const startMs = Date.parse('2026-10-25T00:30:00Z');
const charge: Charge = {
  id: 'a',
  device: 'garage',
  startMs,
  energyWh: 5000,
  sunWh: 1000,
  batteryWh: 500,
  gridWh: 3500,
};

test('each day of the home has its charges, also that on which clocks change', () => {
  const place = { nowMs: Date.parse('2026-10-26T20:00:00Z'), timeZone: 'Europe/Berlin', count: 3 };
  const days = daysOf(
    [charge, { ...charge, startMs: startMs + 22 * 3_600_000 }, { ...charge, startMs: startMs - 3 * 3_600_000 }],
    place,
  );
  expect(days.map(({ energyWh, ownWh }) => [energyWh, ownWh])).toEqual([
    [5000, 1500],
    [10_000, 3000],
    [0, 0],
  ]);
  expect(daysOf([{ id: 'b', device: 'garage', startMs, energyWh: 1 }], place)[1]?.ownWh).toBe(undefined);
});

test('as CSV: no formula, no broken row, nothing made up', () => {
  const csv = chargesCsv([{ ...charge, cost: 1.05, who: '=HYPERLINK("x")', reason: 'a\nb' }], 'EUR');
  expect(csv.split('\r\n')).toEqual([
    'device,start,end,energy_kWh,sun_kWh,battery_kWh,grid_kWh,cost,currency,co2_kg,tag,who,reason',
    `garage,2026-10-25T00:30:00.000Z,,5.000,1.000,0.500,3.500,1.0500,EUR,,,"'=HYPERLINK(""x"")","a\nb"`,
    '',
  ]);
});
