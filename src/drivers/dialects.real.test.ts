// Every dialect from end to end: its emulated device on a real Mosquitto, found there, read, and switched where it has a relay.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import { definitions } from '#devices/registry.ts';
import { createMessageDevice } from '#sim/emulators.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import { eventually, type HeardField, livingHome, openedField } from './testing/served.ts';

const spoken = definitions.filter(({ links }) => links.some((link) => link === 'mqtt'));
/** Chosen by a person: what they say is what another definition says, or means nothing but what its owner meant. */
const chosen = ['homesync-meter', 'solar-assistant-inverted', 'esphome-meter'];

/** What a device holds by its own timer ends by itself; switched plainly before, it stays. */
async function holdByTimer(field: HeardField, ids: readonly string[]): Promise<void> {
  expect(ids).toHaveLength(2);
  const isOn = async (id: string): Promise<unknown> =>
    (await field.capabilities(id)).find(({ setPoint }) => setPoint === 'relay.on.1')?.current;
  const on = async (id: string, time: { readonly forSeconds?: number }): Promise<void> => {
    const set = { device: id, target: { setPoint: 'relay.on.1' }, value: 1, origin: 'program', ...time } as const;
    expect([id, await field.set(set)]).toMatchObject([id, { outcome: 'confirmed' }]);
  };
  for (const id of ids) await on(id, { forSeconds: 4 });
  for (const id of ids) await on(id, {});
  await clock.sleep(6000);
  for (const id of ids) expect([id, await isOn(id)]).toEqual([id, 1]);
  for (const id of ids) await on(id, { forSeconds: 3 });
  for (const id of ids) await expect.poll(() => isOn(id), { timeout: 30_000 }).toBe(0);
}

test('every device over MQTT is found, read and switched on a real broker', { timeout: 240_000 }, async (ctx) => {
  const broker = await mosquitto(ctx);
  const address = { scheme: 'mqtt', host: '127.0.0.1', port: broker.port, tls: false } as const;
  const link = makeMqttLink(address, {
    clock,
    random: seededRandom(1),
    clientId: 'solstead-test',
    log: { warn: () => undefined },
  });
  ctx.onTestFinished(() => link.close());
  await link.connect();
  const { field, heard } = openedField(ctx, { broker: link });
  // Discovery listens once the definitions are loaded.
  await eventually(() => expect(field.found()).toEqual([]));
  const devices = spoken.map(({ id }) => {
    const { plant, read } = livingHome();
    const device = createMessageDevice(id, { read, setRelay: (index, isOn) => plant.setRelay(index, isOn) });
    if (device === undefined) throw new TypeError(`assertion: ${id} has an emulator`);
    const server = startShelly({ device, broker: { host: '127.0.0.1', port: broker.port }, clock });
    ctx.onTestFinished(() => server.close());
    return { id, device, server };
  });
  await Promise.all(devices.map(({ server }) => server.connected));
  for (const { id, device } of devices)
    await field.start({
      id,
      site: 'home',
      name: id,
      definition: id,
      address: link.name,
      topic: device.prefix,
      settings: {},
    });
  const metricsOf = (id: string): readonly string[] =>
    heard.batches.filter((batch) => batch.device === id).flatMap(({ metric }) => metric);
  await eventually(() => {
    for (const { id } of devices)
      expect([id, field.status(id).state, metricsOf(id).length > 0]).toEqual([id, 'online', true]);
  }, 60_000);
  const timed: string[] = [];
  for (const { id } of devices) {
    const own = await field.capabilities(id);
    if (!own.some(({ setPoint }) => setPoint === 'relay.on.1') || !metricsOf(id).includes('relay.on.1')) continue;
    const command = { device: id, target: { setPoint: 'relay.on.1' }, origin: 'person' } as const;
    expect([id, await field.set({ ...command, value: 1 })]).toMatchObject([id, { outcome: 'confirmed', after: 1 }]);
    expect([id, await field.set({ ...command, value: 0 })]).toMatchObject([id, { outcome: 'confirmed', after: 0 }]);
    const isTimed = own.some(({ setPoint, timed }) => setPoint === 'relay.on.1' && timed !== undefined);
    if (isTimed) timed.push(id);
  }
  // The emulators of others do not show a timer.
  await holdByTimer(
    field,
    timed.filter((id) => id === 'shelly-pro3' || id === 'tasmota-plug'),
  );
  await eventually(() => {
    const found = field.found().map(({ protocol }) => protocol);
    for (const { id } of devices) expect([id, found.includes(id)]).toEqual([id, !chosen.includes(id)]);
  }, 30_000);
});
