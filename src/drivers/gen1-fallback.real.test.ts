// A Shelly of the first generation over real sockets, after a restart without its broker: its address is remembered, and its web server
// wants a password in the clear.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { DeviceNoteStore } from '#core/device-note.ts';
import { makeSecret } from '#core/secrets.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { behindBasic } from '#sim/http-password.ts';
import { gen1Web } from '#sim/shelly-gen1-http.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker } from './testing/process-broker.ts';
import { eventually, livingHome, openedField } from './testing/served.ts';

async function plug(context: TestContext, password: string) {
  const { plant, read } = livingHome();
  const web = gen1Web({ mac: 'E868E76A6375', read, setRelay: (index, isOn) => plant.setRelay(index, isOn) });
  const guarded = behindBasic(web, { realm: 'shellyplug', password: 'correct horse' });
  const server = await startHttpServer({ emulator: guarded, clock });
  context.onTestFinished(() => server.close());
  const port = Number(new URL(server.address).port);
  const accounts = makeHttpAccounts({ read: async () => makeSecret(password) }, clock);
  const notes: DeviceNoteStore = {
    of: async () => ({ host: '192.168.33.7', identity: 'E868E76A6375' }),
    save: async () => undefined,
  };
  const on = broker();
  on.link.isConnected = false;
  const { field } = openedField(context, {
    broker: on.link,
    notes,
    makeLink: (asked) =>
      makeLink(asked.scheme === 'http' ? { ...asked, host: '127.0.0.1', port } : asked, { clock, accounts }),
  });
  await field.start({ ...deviceRecord('plug', 'shelly-gen1'), address: 'mqtt://localhost', topic: 'shellies/cellar' });
  return { field, plant, guarded, server };
}

test('is read and switched with its password, and has a timer set', { timeout: 120_000 }, async (context) => {
  const { field, plant, guarded } = await plug(context, 'correct horse');
  await eventually(() => expect(field.status('plug').state).toBe('online'), 30_000);
  const set = { device: 'plug', origin: 'person' } as const;
  expect(await field.set({ ...set, target: { setPoint: 'relay.on.1' }, value: 1 })).toMatchObject({
    outcome: 'confirmed',
  });
  expect(plant.snapshot().relays[0].isOn).toBe(true);
  expect(await field.set({ ...set, target: { setting: 'relay_0_off_for' }, value: 30 })).toMatchObject({
    outcome: 'confirmed',
  });
  expect(plant.snapshot().relays[0].isOn).toBe(false);
  const own = await field.capabilities('plug');
  expect(own.find(({ setPoint }) => setPoint === 'relay.on.1')?.timed).toEqual({ mostSeconds: 86_400 });
  const timed = { ...set, target: { setPoint: 'relay.on.1' }, value: 1, forSeconds: 2 } as const;
  expect(await field.set(timed)).toMatchObject({ outcome: 'confirmed' });
  expect(plant.snapshot().relays[0].isOn).toBe(true);
  expect(guarded.seen.wrong).toBe(0);
});

test('a wrong password is tried once, and told', { timeout: 120_000 }, async (context) => {
  const { field, guarded } = await plug(context, 'wrong horse');
  await eventually(
    () =>
      expect(field.status('plug').failure?.error).toMatchObject({
        reason: { params: { reason: { code: 'refused.password' } } },
      }),
    30_000,
  );
  expect(guarded.seen).toMatchObject({ wrong: 1, let: 0 });
});
