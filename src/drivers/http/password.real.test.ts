// Relays whose web server wants a password, over real sockets: read and switched with the right one, told without and with a wrong one, and
// not tried again until its makers' throttling shuts everybody out.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { behindPassword } from '#sim/http-password.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, livingHome, openedField } from '../testing/served.ts';

async function relays(context: TestContext, { onceOnly, known }: { onceOnly?: boolean; known?: string }) {
  const { plant, read } = livingHome();
  const setRelay: Parameters<typeof createShellyPro3>[0]['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  const device = createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read, setRelay });
  const locked = { realm: device.id, password: 'correct horse', onceOnly: onceOnly === true };
  const guarded = behindPassword(shellyOverHttp(device), locked);
  const server = await startHttpServer({ emulator: guarded, clock });
  context.onTestFinished(() => server.close());
  const kept = new Map(known === undefined ? [] : [['device.relays', known]]);
  const accounts = makeHttpAccounts(
    {
      async read(ref) {
        const text = kept.get(ref);
        return text === undefined ? undefined : makeSecret(text);
      },
    },
    clock,
  );
  const { field } = openedField(context, { makeLink: (address) => makeLink(address, { clock, accounts }) });
  const record = deviceRecord('relays', 'shelly-pro3-http', { liveSeconds: 1, retries: 0 });
  await field.start({ ...record, address: server.address });
  return { field, plant, guarded, kept, server };
}

test.for([
  ['uses a nonce for some time', false],
  ['gives a nonce for each request', true],
] as const)('one that %s is read and switched', { timeout: 120_000 }, async ([, onceOnly], context) => {
  const { field, plant, guarded } = await relays(context, { onceOnly, known: 'correct horse' });
  await eventually(() => expect(field.status('relays').state).toBe('online'), 30_000);
  await eventually(() => expect(guarded.seen.let).toBeGreaterThan(3), 30_000);
  const set = { device: 'relays', target: { setPoint: 'relay.on.2' }, value: 1, origin: 'person' } as const;
  expect(await field.set(set)).toMatchObject({ outcome: 'confirmed' });
  expect(plant.snapshot().relays[1].isOn).toBe(true);
  expect(guarded.seen.wrong).toBe(0);
  expect(guarded.seen.challenged === 1).toBe(!onceOnly);
});

test('a wrong password is tried once and told; the right one is taken at once', {
  timeout: 60_000,
}, async (context) => {
  const { field, guarded, kept, server } = await relays(context, { known: 'wrong horse' });
  await eventually(() => expect(server.requests.length).toBeGreaterThan(5), 30_000);
  expect(guarded.seen).toMatchObject({ wrong: 1, let: 0 });
  expect(field.status('relays').failure?.error).toMatchObject({
    code: 'command.refused',
    reason: { code: 'refused.password' },
  });
  kept.set('device.relays', 'correct horse');
  await eventually(() => expect(field.status('relays').state).toBe('online'), 30_000);
  expect(guarded.seen.wrong).toBe(1);
});

test('without a password it is told that one is missing', { timeout: 120_000 }, async (context) => {
  const { field, guarded } = await relays(context, {});
  await eventually(
    () => expect(field.status('relays').failure?.error).toMatchObject({ reason: { code: 'refused.account' } }),
    30_000,
  );
  expect(guarded.seen.wrong).toBe(0);
});
