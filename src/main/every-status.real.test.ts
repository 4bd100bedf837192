// What every device is asked for `get_status` and `get_settings`, on the wire: none of them meets a question that the device does not have.
import { expect, test, vi } from 'vitest';
import { askDevice, type Heard } from '#cli/answers/ask-device.ts';
import { answerFor } from '#cli/answers/answer-for.ts';
import { askingOf, isNothing } from '#cli/answers/questions.ts';
import { systemClock } from '#core/clock.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { DevicePlace } from '#core/field.ts';
import type { BareField } from '#cli/context.ts';
import { builtIn } from '#devices/on-demand.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createEmulator } from '#sim/emulators.ts';
import { defaultPlace } from '#sim/place.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { openBareField } from './bare-field.ts';

vi.setConfig({ testTimeout: 180_000 });

const clock = systemClock;

/** What is wrong with the words of one device, and how many were asked. */
async function asked(id: string, { place, field }: { readonly place: DevicePlace; readonly field: BareField }) {
  const definition = await builtIn.definitionOf(id);
  const isEach = 'commands' in definition && definition.discover === undefined;
  const wrong: string[] = [];
  const askings = askingOf(definition, ['list_commands', 'get_status', 'get_settings']).filter(
    (one) => !isNothing(one),
  );
  for (const asking of askings) {
    const heard: Heard[] = [];
    const nobody = { onFailed: () => undefined, tellError: () => undefined };
    const listener = { ...nobody, onHeard: async (one: Heard) => void heard.push(one) };
    try {
      await askDevice(asking.queries.length === 0 ? undefined : field, place, { askings: [asking], isEach, listener });
    } catch (error) {
      // A part that this one does not have is told, and the rest is there.
      if (!isSolsteadError(error, 'command.refused')) wrong.push(`${id} ${asking.word}: ${messageOf(error)}`);
    }
    const about = { device: 'a', atMs: 0, identity: {} };
    const fields = heard
      .flatMap((one) => answerFor(definition, asking, { ...one, about }))
      .map((one) => one.fields.length);
    if (fields.length !== 1 || fields[0] === 0) wrong.push(`${id} ${asking.word}: ${fields.join()}`);
  }
  return { wrong, count: askings.length };
}

test('every device with an emulator on the wire has list_commands, get_status and get_settings', async (context) => {
  const home = createDemoHome({ startMs: clock.nowMs(), place: defaultPlace, seed: 1 });
  const field = openBareField(builtIn);
  context.onTestFinished(() => field.close());
  const found = await Promise.all(
    builtIn.listed.map(async ({ id, links }) => {
      const emulator = links.some((link) => link === 'tcp') ? createEmulator(id, home.read) : undefined;
      if (emulator === undefined) return { wrong: [], count: 0 };
      const server = await startWireServer({ emulator, clock });
      const place = { address: `tcp://127.0.0.1:${server.port}`, protocol: id };
      const outcome = await asked(id, { place, field });
      await server.close();
      return outcome;
    }),
  );
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(150);
});
