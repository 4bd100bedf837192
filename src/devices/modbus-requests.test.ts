// What goes out for settings of Modbus devices, byte for byte, with the numbers the makers' documents and the readers of these
// devices give: so that a register or a word that moved in a table is seen.
import { expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import type { MetricValue } from '#core/reading.ts';
import type { RequestDefinition } from './definition.ts';
import type { ShownOf } from './capabilities.ts';
import { findServed } from './capabilities.ts';
import { findWrite, requestFor } from './find-write.ts';
import { definitionOf, definitions } from './registry.ts';

function polled(id: string): RequestDefinition {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new TypeError(`${id} is not asked`);
  return definition;
}

/** The Modbus part of a request over TCP: function, register, words. */
function pduOf(id: string, name: string, value: MetricValue): string {
  const definition = polled(id);
  const wire = definition.wireAt?.('tcp', { framing: 'tcp' }) ?? definition.wire;
  return toHex(wire.request(requestFor(findWrite(definition, name), value))).slice(14);
}

test.each<readonly [id: string, name: string, value: MetricValue, pdu: string]>([
  // Growatt SPH: slots 1100 and 1080 as hour × 256 + minute, 23:59 is 0x173B; their switches 1102 and 1082; AC charge 1092.
  ['growatt-sph', 'battery_first_hours', 'All day', '10 044c 0002 04 0000 173b'],
  ['growatt-sph', 'battery_first', 'On', '06 044e 0001'],
  ['growatt-sph', 'grid_first_hours', 'All day', '10 0438 0002 04 0000 173b'],
  ['growatt-sph', 'grid_first', 'Off', '06 043a 0000'],
  ['growatt-sph', 'ac_charge', 'On', '06 0444 0001'],
  ['growatt-sph', 'load_first_lowest_soc', 15, '06 0260 000f'],
  ['growatt-sph-tl3', 'export_limit', 'By the meter', '06 007a 0001'],
  ['growatt-sph-tl3', 'export_limit_power', 12.5, '06 007b 007d'],
  // Growatt TL-XH: 3038 and 3039 in one write; bit 15 on, bits 13 and 14 the priority.
  ['growatt-mod', 'time_slot_1', 'Battery first all day', '10 0bde 0002 04 a000 173b'],
  ['growatt-mod', 'time_slot_1', 'Grid first all day', '10 0bde 0002 04 c000 173b'],
  ['growatt-min', 'time_slot_1', 'Off', '10 0bde 0002 04 0000 0000'],
  ['growatt-mod', 'charging_from_the_grid', 'On', '06 0be9 0001'],
  ['growatt-mod', 'demand_export_limit', 5000, '06 0cec 0032'],
  ['growatt-spf', 'output_source', 'Utility first', '06 0001 0002'],
  // Deye: function 16 for one register too; 146 is 255 for the whole week, 172 is 1 for the grid.
  ['deye-p3', 'time_of_use_days', 'Every day', '10 0092 0001 02 00fe'],
  ['deye-p3', 'program_1_charging', 'Grid', '10 00ac 0001 02 0001'],
  ['deye-p3', 'program_6_soc', 100, '10 00ab 0001 02 0064'],
  ['deye-p3', 'program_1_power', 5000, '10 009a 0001 02 1388'],
  ['deye-p3-hv', 'program_1_power', 5000, '10 009a 0001 02 01f4'],
  ['deye-p1', 'time_of_use', 'Off', '10 00f8 0001 02 0000'],
  ['deye-p1', 'program_1_charging', 'Off', '10 0112 0001 02 0000'],
  // Sungrow: 13049 is 2 for forced, 13050 is AA to charge, BB to discharge, CC to stop; 33046 counts in tens of watts.
  ['sungrow-hybrid', 'ems_mode', 'Forced', '06 32f9 0002'],
  ['sungrow-hybrid', 'forced_charge_or_discharge', 'Charge', '06 32fa 00aa'],
  ['sungrow-hybrid', 'forced_charge_or_discharge', 'Discharge', '06 32fa 00bb'],
  ['sungrow-hybrid', 'forced_charge_or_discharge', 'Stop', '06 32fa 00cc'],
  ['sungrow-hybrid', 'battery_max_charge_power', 5000, '06 8116 01f4'],
  ['sungrow-hybrid', 'export_power_limit_mode', 'On', '06 331e 00aa'],
  // Huawei: 47100 is 1 to charge, 2 to discharge; 47415 is 5 for none and 6 for watts in 47416.
  ['huawei-sun2000', 'forced_charge_or_discharge', 'Charge', '06 b7fc 0001'],
  ['huawei-sun2000', 'forced_charge_power', 2500, '10 b88f 0002 04 0000 09c4'],
  ['huawei-sun2000', 'active_power_control', 'No feed-in', '06 b937 0005'],
  ['huawei-sun2000', 'maximum_feed_in_power', 70_000, '10 b938 0002 04 0001 1170'],
  // GoodWe: 47511 is 1 for auto, 2 to charge, 8 for standby; 47512 the power.
  ['goodwe-et', 'ems_mode', 'Auto', '06 b997 0001'],
  ['goodwe-et', 'ems_mode', 'Battery standby', '06 b997 0008'],
  ['goodwe-et', 'ems_power', 10_000, '06 b998 2710'],
  // SMA: 40236 is 2424 by default, 2289 to charge, 2290 to discharge.
  ['sma-hybrid', 'battery_operating_mode', 'Default', '10 9d2c 0002 04 0000 0978'],
  ['sma-hybrid', 'battery_operating_mode', 'Charge', '10 9d2c 0002 04 0000 08f1'],
  ['sma-hybrid', 'battery_operating_mode', 'Discharge', '10 9d2c 0002 04 0000 08f2'],
  // SolarEdge: E004 is 4 for remote, E00D is 3 to charge from sun and grid; 5000 W is 0x459C4000, low word first.
  ['solaredge', 'storage_control', 'Remote', '06 e004 0004'],
  ['solaredge', 'remote_command', 'Charge from sun and grid', '06 e00d 0003'],
  ['solaredge', 'remote_charge_limit', 5000, '10 e00e 0002 04 4000 459c'],
  ['solaredge', 'remote_time_out', 3600, '10 e00b 0002 04 0e10 0000'],
])('%s %s %s', (...[id, name, value, pdu]) => {
  expect(pduOf(id, name, value)).toBe(pdu.replaceAll(' ', ''));
});

/** What a device shows whose limits and reserve nobody has touched. */
const untouched: ShownOf = ({ name }) =>
  ({ battery_reserved_soc_for_backup: 10, storage_maximum_discharging_power: 5000 })[name];

test.each<readonly [id: string, watts: number, pdus: readonly string[]]>([
  // Sungrow: 13051 the power in watts, 13050 AA to charge or BB to discharge, 13049 is 2 for forced.
  ['sungrow-hybrid', -2500, ['06 32fb 09c4', '06 32fa 00aa', '06 32f9 0002']],
  ['sungrow-hybrid', 2500, ['06 32fb 09c4', '06 32fa 00bb', '06 32f9 0002']],
  ['sungrow-hybrid', 0, ['06 32fb 0000', '06 32fa 00bb', '06 32f9 0002']],
  // Huawei: 47247 or 47249 the power, 47083 the minutes, 47246 is 0 for a time, 47100 1 to charge, 2 to discharge; 47087 the grid.
  [
    'huawei-sun2000',
    -2500,
    ['06 b7ef 0001', '10 b88f 0002 04 0000 09c4', '06 b7eb 05a0', '06 b88e 0000', '06 b7fc 0001'],
  ],
  ['huawei-sun2000', 2500, ['10 b891 0002 04 0000 09c4', '06 b7eb 05a0', '06 b88e 0000', '06 b7fc 0002']],
  // GoodWe: 47512 the power, 47511 is 11 to charge the battery, 12 to discharge it.
  ['goodwe-et', -2500, ['06 b998 09c4', '06 b997 000b']],
  ['goodwe-et', 2500, ['06 b998 09c4', '06 b997 000c']],
  // SMA: 40149 watts with their sign, 40151 is 802 for active.
  ['sma-battery', -2500, ['10 9cd5 0002 04 ffff f63c', '10 9cd7 0002 04 0000 0322']],
  ['sma-battery', 2500, ['10 9cd5 0002 04 0000 09c4', '10 9cd7 0002 04 0000 0322']],
  // SunSpec 124 (Fronius prints it at 40345): InWRte at 40356 and OutWRte at 40355 as one window, StorCtl_Mod 40348 is 3 for both;
  // ChaGriSet 40360 is 1 for the grid. 2500 W of the 10 kW of a usual device are 25 %.
  ['fronius-gen24', -2500, ['06 9da8 0001', '06 9da4 0019', '06 9da3 ffe7', '06 9d9c 0003']],
  ['fronius-gen24', 2500, ['06 9da4 ffe7', '06 9da3 0019', '06 9d9c 0003']],
  // SolarEdge: E005 is 1 for always, E00E and E010 watts in single precision with the low word first (2500 is 451C4000).
  ['solaredge', -2500, ['06 e005 0001', '10 e00e 0002 04 4000 451c', '06 e00d 0003', '06 e004 0004']],
  ['solaredge', 2500, ['10 e010 0002 04 4000 451c', '06 e00d 0004', '06 e004 0004']],
])('%s: the battery’s power is %i W', (...[id, watts, pdus]) => {
  const steps = findServed(polled(id), 'battery.power.target').steps(watts, untouched);
  expect(steps?.map(({ write, value }) => pduOf(id, write.name, value))).toEqual(
    pdus.map((pdu) => pdu.replaceAll(' ', '')),
  );
});

test('every device that holds its battery at a power has its requests above', () => {
  const serving = definitions.filter(({ composed = [] }) =>
    composed.some(({ setPoint }) => setPoint === 'battery.power.target'),
  );
  expect(serving.map(({ id }) => id).toSorted()).toEqual([
    'fronius-gen24',
    'goodwe-et',
    'huawei-sun2000',
    'sma-battery',
    'solaredge',
    'sungrow-hybrid',
  ]);
});

test('what holding left behind is undone before a discharge', () => {
  const shown: ShownOf = ({ name }) =>
    ({
      battery_reserved_soc_for_backup: 100,
      battery_min_soc: 5,
      storage_maximum_discharging_power: 0,
      storage_maximum_charging_power: 5000,
    })[name];
  const first = (id: string) => findServed(polled(id), 'battery.power.target').steps(1000, shown)?.[0];
  expect(first('sungrow-hybrid')).toMatchObject({ write: { name: 'battery_reserved_soc_for_backup' }, value: 5 });
  expect(first('huawei-sun2000')).toMatchObject({ write: { name: 'storage_maximum_discharging_power' }, value: 5000 });
});
