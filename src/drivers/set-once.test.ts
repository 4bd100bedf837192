// Setting a device that is not set up, on the wire: memory that wears out is not written for what it holds already.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { systemRandom } from '#core/random.ts';
import { listed } from '#devices/listed.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createEmulator } from '#sim/emulators.ts';
import { defaultPlace } from '#sim/place.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import { openField } from './open-field.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const place = { address: 'tcp://127.0.0.1:1', protocol: 'pi30' };

/** An inverter that shows `SBU first`, and every request that sets it. */
function inverter() {
  const emulator = createEmulator(
    'pi30',
    createDemoHome({ startMs: clock.nowMs(), place: defaultPlace, seed: 1 }).read,
  );
  if (emulator === undefined) throw new TypeError('there is an emulator of pi30');
  const writes: string[] = [];
  const attach = (wire: { send(bytes: Uint8Array): void }) => ({
    receive(bytes: Uint8Array): void {
      const { request } = emulator.takeRequest(bytes);
      if (request === undefined) return;
      const text = new TextDecoder('latin1').decode(request);
      if (text.startsWith('P')) writes.push(text.slice(0, 5));
      const answer = emulator.respond(request);
      if (answer !== undefined) wire.send(answer);
    },
    closed: () => undefined,
  });
  const field = openField({
    definitions: [listed(pi30)],
    clock,
    random: systemRandom,
    log,
    makeLink: () => makeMemoryLink({ name: 'roof', clock, attach: async (wire) => attach(wire) }),
    findPorts: async () => [],
  });
  return { field, writes };
}

test('what is shown already is not written again, unless that is wanted', async ({ onTestFinished }) => {
  const { field, writes } = inverter();
  onTestFinished(() => field.close());
  const set = (value: string, isForced = false) => field.setOnce(place, { setting: 'POP', value, isForced });
  expect(await set('sbu first')).toMatchObject({ outcome: 'confirmed', after: 'SBU first', unchanged: true });
  expect(writes).toEqual([]);
  expect(await set('Solar first')).toMatchObject({ before: 'SBU first', after: 'Solar first' });
  expect(await set('Solar first')).toMatchObject({ unchanged: true });
  expect(writes).toEqual(['POP01']);
  expect(await set('Solar first', true)).not.toHaveProperty('unchanged');
  expect(writes).toEqual(['POP01', 'POP01']);
});
