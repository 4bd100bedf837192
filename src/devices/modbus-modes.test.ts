// What goes out for the modes of Modbus devices, in the order in which it goes out, with the numbers of the makers' documents; and that
// nothing goes out while what decides is not known.
import { expect, test } from 'vitest';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import { findServed, type ShownOf } from './capabilities.ts';
import { requestFor } from './find-write.ts';
import { definitionOf } from './registry.ts';

type Shown = Readonly<Record<string, MetricValue>>;

const shownAs =
  (shown: Shown): ShownOf =>
  ({ name }) =>
    shown[name];

function requestsFor(id: string, setPoint: SetPointId, [value, shown]: readonly [MetricValue, Shown]) {
  const steps = findServed(definitionOf(id), setPoint).steps(value, shownAs(shown));
  return steps?.map((step) => requestFor(step.write, step.value));
}

const slots = (first: number, value: number): readonly string[] =>
  [0, 1, 2, 3, 4, 5].map((slot) => `write-block ${first + slot} ${value}`);
const tied = { battery_reserved_soc_for_backup: 100, battery_min_soc: 10, battery_max_charge_power: 5000 } as const;

test.each<readonly [id: string, setPoint: SetPointId, value: MetricValue, shown: Shown, requests: readonly string[]]>([
  ['growatt-sph', 'battery.mode', 'self-consumption', {}, ['write 1082 0', 'write 1102 0']],
  [
    'growatt-sph',
    'battery.mode',
    'hold',
    {},
    ['write 1082 0', 'write 1092 0', 'write-block 1100 0 5947', 'write 1102 1'],
  ],
  [
    'growatt-sph',
    'battery.mode',
    'charge',
    {},
    ['write 1082 0', 'write-block 1100 0 5947', 'write 1092 1', 'write 1102 1'],
  ],
  ['growatt-sph', 'battery.mode', 'discharge', {}, ['write 1102 0', 'write-block 1080 0 5947', 'write 1082 1']],
  ['growatt-sph', 'grid.export.enabled', 0, {}, ['write 123 0', 'write 122 1']],
  ['growatt-mod', 'battery.mode', 'charge', {}, ['write 3049 1', 'write-block 3038 40960 5947']],
  ['growatt-mod', 'battery.mode', 'self-consumption', {}, ['write-block 3038 0 0']],
  ['growatt-spf', 'battery.mode', 'charge', {}, ['write 1 2', 'write 2 1']],
  ['growatt-spf', 'battery.mode', 'self-consumption', {}, ['write 2 2', 'write 1 0']],
  [
    'deye-p3',
    'battery.mode',
    'hold',
    {},
    [...slots(172, 0), ...slots(166, 100), 'write-block 146 254', 'write-block 146 1'],
  ],
  [
    'deye-p3',
    'battery.mode',
    'charge',
    {},
    ['write-block 130 1', ...slots(166, 100), ...slots(172, 1), 'write-block 146 254', 'write-block 146 1'],
  ],
  [
    'deye-p1',
    'battery.mode',
    'self-consumption',
    { battery_shutdown_soc: 15 },
    [...slots(274, 0), ...slots(268, 15), 'write-block 248 254', 'write-block 248 1'],
  ],
  [
    'sungrow-hybrid',
    'battery.mode',
    'charge',
    { battery_max_charge_power: 5000 },
    ['write 13051 5000', 'write 13050 170', 'write 13049 2'],
  ],
  [
    'sungrow-hybrid',
    'battery.mode',
    'charge',
    tied,
    ['write 13099 10', 'write 13051 5000', 'write 13050 170', 'write 13049 2'],
  ],
  ['sungrow-hybrid', 'battery.mode', 'hold', {}, ['write 13049 0', 'write 13050 204', 'write 13099 100']],
  ['sungrow-hybrid', 'battery.mode', 'self-consumption', tied, ['write 13049 0', 'write 13050 204', 'write 13099 10']],
  ['sungrow-hybrid', 'battery.mode', 'off', {}, ['write 13050 204', 'write 13049 2']],
  ['sungrow-hybrid', 'grid.export.limit', 3000, {}, ['write 13073 3000', 'write 13086 170']],
  [
    'huawei-sun2000',
    'battery.mode',
    'charge',
    { storage_maximum_charging_power: 5000 },
    ['write 47087 1', 'write-block 47247 0 5000', 'write 47083 1440', 'write 47246 0', 'write 47100 1'],
  ],
  ['huawei-sun2000', 'battery.mode', 'hold', {}, ['write 47100 0', 'write 47086 2', 'write-block 47077 0 0']],
  [
    'huawei-sun2000',
    'battery.mode',
    'self-consumption',
    { storage_maximum_discharging_power: 0, storage_maximum_charging_power: 2500 },
    ['write 47100 0', 'write 47086 2', 'write-block 47077 0 2500'],
  ],
  ['huawei-sun2000', 'grid.export.limit', 5000, {}, ['write-block 47416 0 5000', 'write 47415 6']],
  ['goodwe-et', 'battery.mode', 'self-consumption', {}, ['write 47512 0', 'write 47511 1']],
  ['goodwe-et', 'battery.mode', 'hold', {}, ['write 47512 0', 'write 47511 2']],
  ['goodwe-et', 'battery.mode', 'charge', {}, ['write 47512 10000', 'write 47511 2']],
  ['goodwe-et', 'grid.export.limit', 5000, {}, ['write 47510 5000', 'write 47509 1']],
  [
    'sma-hybrid',
    'battery.mode',
    'charge',
    { most_charging_power: 8000 },
    ['write-block 40797 0 0', 'write-block 40799 0 0', 'write-block 40793 0 8000', 'write-block 40236 0 2289'],
  ],
  ['deye-p3', 'grid.import.limit', 8000, {}, ['write-block 191 8000', 'write-block 178 16']],
  ['deye-p1', 'grid.import.limit', 8000, {}, ['write-block 293 8000', 'write-block 280 256']],
  ['sma-battery', 'battery.mode', 'hold', {}, ['write-block 40149 0 0', 'write-block 40151 0 802']],
  ['sma-battery', 'battery.mode', 'self-consumption', {}, ['write-block 40151 0 803']],
  // E204 is 0 for solar, 1 for line, 2 for SBU; E20F is 0 for PV first, 1 for AC first, 2 for both, 3 for PV only.
  ['srne-hybrid', 'battery.mode', 'self-consumption', {}, ['write 57871 3', 'write 57860 2']],
  ['srne-hybrid', 'battery.mode', 'hold', {}, ['write 57860 1', 'write 57871 3']],
  ['srne-hybrid', 'battery.mode', 'charge', {}, ['write 57860 1', 'write 57871 2']],
  ['srne-hybrid', 'inverter.priority.output', 'solar-first', {}, ['write 57860 0']],
  ['srne-hybrid', 'inverter.priority.output', 'battery-first', {}, ['write 57860 2']],
  ['srne-hybrid', 'inverter.priority.charge', 'grid-first', {}, ['write 57871 1']],
  ['srne-hybrid', 'inverter.priority.charge', 'solar-only', {}, ['write 57871 3']],
  ['srne-hybrid', 'battery.current.limit.charge', 40, {}, ['write 57866 400']],
  ['srne-hybrid', 'battery.current.limit.charge.from_grid', 30, {}, ['write 57861 300']],
  ['solaredge', 'battery.mode', 'charge', {}, ['write 57349 1', 'write 57357 3', 'write 57348 4']],
  ['solaredge', 'battery.mode', 'self-consumption', {}, ['write 57348 1']],
  // Fronius prints model 124 at 40345 for its data: StorCtl_Mod 40348, OutWRte 40355, InWRte 40356, ChaGriSet 40360.
  ['fronius-gen24', 'battery.mode', 'hold', {}, ['write 40356 100', 'write 40355 0', 'write 40348 2']],
  [
    'fronius-gen24',
    'battery.mode',
    'charge',
    {},
    ['write 40360 1', 'write 40356 100', 'write 40355 65436', 'write 40348 2'],
  ],
  ['fronius-gen24', 'battery.mode', 'self-consumption', {}, ['write 40356 100', 'write 40355 100', 'write 40348 0']],
  ['fronius-gen24', 'pv.power.limit', 5000, {}, ['write 40232 50', 'write 40236 1']],
  // Model 704 of the usual map begins at 40296 (behind 66, 153, 50 and 17 registers with their heads): WMaxLimPct 15, WMaxLimPctEna 14.
  ['enphase-modbus', 'pv.power.limit', 2500, {}, ['write 40311 25', 'write 40310 1']],
])('%s %s %s from %j', (...[id, setPoint, value, shown, requests]) => {
  expect(requestsFor(id, setPoint, [value, shown])).toEqual(requests);
});

test.each([
  ['sungrow-hybrid', 'charge'],
  ['huawei-sun2000', 'discharge'],
  ['deye-p3', 'self-consumption'],
  ['sma-hybrid', 'charge'],
] as const)('%s: nothing goes out for %s while the limit it follows is not known', (...[id, value]) => {
  expect(requestsFor(id, 'battery.mode', [value, {}])).toBeUndefined();
});

test('a limit that is switched off limits nothing', () => {
  const limit = findServed(definitionOf('goodwe-et'), 'grid.export.limit');
  const shownWith = (isOn: string) => limit.shown(shownAs({ export_limit: 5000, export_limit_enabled: isOn }));
  expect([shownWith('On'), shownWith('Off')]).toEqual([5000, undefined]);
});

test('a reserve of the whole battery is holding, whatever else rests', () => {
  const mode = findServed(definitionOf('sungrow-hybrid'), 'battery.mode');
  const rest = { ems_mode: 'Self-consumption', forced_charge_or_discharge: 'Stop' } as const;
  const shownWith = (reserve: number) => mode.shown(shownAs({ ...rest, battery_reserved_soc_for_backup: reserve }));
  expect([shownWith(100), shownWith(20)]).toEqual(['hold', 'self-consumption']);
});
