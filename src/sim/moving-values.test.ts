// What an emulated Modbus device shows live moves with the home: a value that always stands still – a second string that is always 0, a current
// of 4.3 A at night – would let a wrong register pass.
import { expect, test } from 'vitest';
import type { RequestDefinition } from '#devices/definition.ts';
import { definitions } from '#devices/registry.ts';
import { isNumber, isRegisterRow } from '#devices/testing/printed.ts';
import { createDatagramEmulator, createEmulator } from './emulators.ts';
import { discoveredOn, readAll, wireOverTcp } from './testing/modbus-round-trip.ts';
import { homeMoments } from './testing/moments.ts';

const moments = homeMoments();
const [first] = moments;
if (first === undefined) throw new TypeError('assertion: there is a moment');
const night = first.plant;

/** What stands still in a home that is well: ratings, limits, settings, age, capacity. */
const ofTheUnit = /rated|nameplate|maximum|limit|highest|reserve|rate$|time_out|capacity|cycles|health|soh|ambient/;
/** Values this home has nothing for. */
const still: Readonly<Record<string, readonly string[]>> = {
  // Nobody runs a generator, and nothing hangs on the second input for batteries.
  'deye-p1': ['generator_power', 'load_frequency'],
  'deye-p3': [
    'generator_power',
    'battery_2',
    'battery_2_voltage',
    'battery_2_current',
    'battery_2_power',
    'battery_2_temperature',
  ],
  'deye-p3-hv': [
    'generator_power',
    'battery_2',
    'battery_2_voltage',
    'battery_2_current',
    'battery_2_power',
    'battery_2_temperature',
  ],
  // Off-grid inverters keep their output as it is, and this one never charges from the grid.
  'growatt-spf': ['ac_output_voltage', 'ac_output_frequency', 'ac_charge_power'],
  'srne-hybrid': [
    'output_l1_voltage',
    'output_l2_voltage',
    'output_l3_voltage',
    'output_frequency',
    'charging_current_from_the_grid',
  ],
  // One digit too few to see it wander.
  'sungrow-string': ['grid_frequency'],
  'pzem-004t': ['frequency'],
};

const asked = definitions.filter(
  (definition): definition is RequestDefinition =>
    definition.mode === 'request' && definition.commands.some(({ table }) => table.rows.some(isRegisterRow)),
);

/** Live numbers of an emulated device that are the same in all moments. */
function standingStill(listed: RequestDefinition): readonly string[] {
  const isStream = createEmulator(listed.id, () => night) !== undefined;
  const wire = isStream ? wireOverTcp(listed) : (listed.wireAt?.('udp', {}) ?? listed.wire);
  const shown = new Map<string, Set<unknown>>();
  for (const { plant } of moments) {
    const emulator = (isStream ? createEmulator : createDatagramEmulator)(listed.id, () => plant);
    if (emulator === undefined) throw new TypeError(`assertion: ${listed.id} is emulated`);
    const { commands, live } = discoveredOn(emulator, { ...listed, wire });
    const { fields } = readAll(emulator, listed, wire);
    const rows = commands.filter(({ name }) => live.commands.includes(name)).flatMap(({ table }) => table.rows);
    for (const row of rows.filter(isRegisterRow)) {
      if (row.unit === '' || !isNumber(row) || ofTheUnit.test(row.name)) continue;
      shown.set(row.name, (shown.get(row.name) ?? new Set()).add(fields[row.name]));
    }
  }
  return [...shown].flatMap(([name, values]) => (values.size === 1 && !values.has(undefined) ? [name] : []));
}

test.each(asked)('$id moves', (definition) => {
  const known = still[definition.id] ?? [];
  expect(standingStill(definition).filter((name) => !known.includes(name))).toEqual([]);
});
