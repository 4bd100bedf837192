// A Shelly with two ways over real sockets: its broker, a Mosquitto, is stopped and started; its web server answers meanwhile.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from './testing/emulated.ts';
import { eventually, livingHome, openedField } from './testing/served.ts';

test('relays are read and switched while their broker is stopped, and given back', {
  timeout: 180_000,
}, async (ctx) => {
  const broker = await mosquitto(ctx);
  const { plant, read } = livingHome();
  const setRelay: Parameters<typeof createShellyPro3>[0]['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  const device = createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read, setRelay });
  const shelly = startShelly({ device, broker: { host: '127.0.0.1', port: broker.port }, clock, reconnectMs: 200 });
  ctx.onTestFinished(() => shelly.close());
  const web = await startHttpServer({ emulator: shellyOverHttp(device), clock });
  ctx.onTestFinished(() => web.close());
  const port = Number(new URL(web.address).port);
  const address = { scheme: 'mqtt', host: '127.0.0.1', port: broker.port, tls: false } as const;
  const link = makeMqttLink(address, {
    clock,
    random: seededRandom(1),
    clientId: 'solstead-test',
    log: { warn: () => undefined },
  });
  ctx.onTestFinished(() => link.close());
  await link.connect();
  const { field, heard } = openedField(ctx, {
    broker: link,
    // The address of the home that its status shows is this computer.
    makeLink: (asked) => makeLink(asked.scheme === 'http' ? { ...asked, host: '127.0.0.1', port } : asked, { clock }),
  });
  await field.start({ ...deviceRecord('relays', 'shelly-pro3'), address: link.name, topic: device.prefix });
  await eventually(() => expect(field.status('relays').state).toBe('online'), 20_000);
  expect(web.requests).toEqual([]);

  await broker.stop();
  await eventually(() => expect(web.requests.length).toBeGreaterThan(0), 40_000);
  const command = { device: 'relays', target: { setPoint: 'relay.on.2' }, origin: 'person' } as const;
  await eventually(() => expect(heard.lines).toContain('info: device answers'));
  await expect
    .poll(() => field.set({ ...command, value: 1 }).then(({ outcome }) => outcome, String), { timeout: 20_000 })
    .toBe('confirmed');
  expect(plant.snapshot().relays[1].isOn).toBe(true);

  await broker.start();
  await eventually(() => expect(shelly.isConnected && link.isConnected).toBe(true), 30_000);
  await expect
    .poll(() => field.set({ ...command, value: 0 }).then(({ outcome }) => outcome, String), { timeout: 20_000 })
    .toBe('confirmed');
  expect(field.status('relays').state).toBe('online');
});
