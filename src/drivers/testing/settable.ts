// For tests only: every device with something to set, one at a time behind a fast socket, and what its emulator refuses.
import { expect } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { DeviceCommand } from '#core/command.ts';
import type { Field } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import { definitions } from '#devices/registry.ts';
import { createEmulator } from '#sim/emulators.ts';
import { startWireServer } from '#sim/wire-server.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { eventually, livingHome, openedField } from './served.ts';

/** Slow enough to keep the line free for commands. */
export const settings = { liveSeconds: 600, settingsSeconds: 600, retries: 0, backoffSeconds: [0.1] };

/** Devices on byte links with something to set. */
export const settable = definitions.filter(
  (definition): definition is RequestDefinition =>
    definition.mode === 'request' && (definition.writes.length > 0 || definition.discover !== undefined),
);

/** What an emulator refuses, and why the device it stands for would. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pi30mst: Object.fromEntries(['MSCHGC', 'PCST'].map((name) => [name, 'units of the customer edition only'])),
  pi30: {
    PBATMAXDISC: 'only MAX units limit the discharging current',
    ...Object.fromEntries(
      'MSCHGC PCST PBEQE PBEQT PBEQP PBEQV PBEQOT PBEQA V ATE1 ATE0 BTA0 BTA1 BTA2 RTEY RTDL'
        .split(' ')
        .map((name) => [name, 'customer, GK and MK units only']),
    ),
  },
  pi41: { PBATMAXDISC: 'only MAX units limit the discharging current' },
  pi16: {
    GNTM: 'units of the 050 kind have no generator input',
    ...Object.fromEntries(['PDG', 'SOPF', 'PPS', 'PPD', 'PFL'].map((name) => [name, 'PI15 units only'])),
  },
  'pzem-004t': { unit_address: 'the emulator keeps its address: it would answer elsewhere from then on' },
};
/** Settings the emulator of a definition refuses, with the reason. */
export const refusedBy = (id: string): Readonly<Record<string, string>> =>
  refused[id === 'pi16-bare' ? 'pi16' : id] ?? {};

/** A person's command by the maker's name. */
export const commandFor = (...[device, setting, value]: readonly [string, string, MetricValue]): DeviceCommand => ({
  device,
  target: { setting },
  value,
  origin: 'person',
});

/** A field with this device on a fast line, online. */
export async function started(context: Owner, definition: RequestDefinition): Promise<Field> {
  const emulator = createEmulator(definition.id, livingHome().read);
  if (emulator === undefined) throw new TypeError(`assertion: ${definition.id} has no emulator`);
  const server = await startWireServer({ emulator: { ...emulator, baud: 1_000_000 }, clock, thinkMs: 0 });
  context.onTestFinished(() => server.close());
  // Pauses that real devices want only cost time here; `pauseMs: 0` stands for them.
  const { field } = openedField(context, { definitions: [{ ...definition, pauseMs: 0 }] });
  await field.start({
    id: 'it',
    site: 'home',
    name: 'It',
    definition: definition.id,
    address: server.address,
    settings,
  });
  await eventually(() => expect(field.status('it').state).toBe('online'), 15_000);
  return field;
}
