// The field over the parts of a real house: a serial port at the speed of its wire, and a broker that is not ours.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import { makeSecret } from '#core/secrets.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { startPty } from '#sim/pty.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import { openedField } from './testing/served.ts';

const settings = { liveSeconds: 1, retries: 0, backoffSeconds: [0.1] };

// Tried again because a busy machine may stop socat in the middle of an answer, which is then a damaged one.
test('an inverter on a serial port at 2400 baud is read, lost with its plug and found again', {
  timeout: 60_000,
  retry: 2,
}, async (ctx) => {
  needs(ctx, 'socat');
  const home = createDemoHome({ startMs: clock.nowMs() });
  const server = await startWireServer({ emulator: home.inverter, clock });
  ctx.onTestFinished(() => server.close());
  const path = join(tempDir(ctx), 'ttyUSB0');
  const outcome = await startPty({ server, path, clock });
  if (!('pty' in outcome)) throw new Error(outcome.reason);
  ctx.onTestFinished(() => outcome.pty.close());
  const { field, heard } = openedField(ctx);
  await field.start({
    id: 'roof',
    site: 'home',
    name: 'Roof',
    definition: 'pi30',
    address: `serial://${path}?baud=2400`,
    settings,
  });
  await expect.poll(() => field.status('roof').state, { timeout: 20_000 }).toBe('online');
  await expect.poll(() => field.status('roof').identity['serial'], { timeout: 20_000 }).toMatch(/^\d{14}$/);
  const { load } = home.plant.snapshot();
  const read = heard.batches.findLast(({ metric }) => metric.includes('load.power'));
  expect(read?.value[read.metric.indexOf('load.power')]).toBeCloseTo(load.powerW, -1);
  expect(field.status('roof').health).toMatchObject({ timeouts: 0, badFrames: 0 });

  await server.faults.set({ vanished: true });
  await expect.poll(() => field.status('roof').state, { timeout: 20_000 }).toBe('offline');
  expect(field.status('roof').failure?.error.kind).toBe('transient');
  await server.faults.set({ vanished: false });
  await expect.poll(() => field.status('roof').state, { timeout: 25_000 }).toBe('online');
});

test('an inverter that thinks for 600 ms before its first byte at 2400 baud answers in time', {
  timeout: 60_000,
  retry: 2,
}, async (ctx) => {
  needs(ctx, 'socat');
  const home = createDemoHome({ startMs: clock.nowMs() });
  const server = await startWireServer({ emulator: home.inverter, clock });
  ctx.onTestFinished(() => server.close());
  await server.faults.set({ slowStartMs: 600 });
  const path = join(tempDir(ctx), 'ttyUSB0');
  const outcome = await startPty({ server, path, clock });
  if (!('pty' in outcome)) throw new Error(outcome.reason);
  ctx.onTestFinished(() => outcome.pty.close());
  const { field, heard } = openedField(ctx);
  const address = `serial://${path}?baud=2400`;
  await field.start({ id: 'roof', site: 'home', name: 'Roof', definition: 'pi30', address, settings });
  const live = () => heard.batches.filter(({ metric }) => metric.includes('load.power')).length;
  await expect.poll(live, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(field.status('roof')).toMatchObject({ state: 'online', health: { timeouts: 0, badFrames: 0 } });
});

test('a Shelly on a real Mosquitto is found, read and switched, and outlives a restart of the broker', {
  timeout: 60_000,
}, async (ctx) => {
  const users = { solstead: 'word-of-solstead', shelly: 'word-of-shelly' };
  const broker = await mosquitto(ctx, { users });
  const home = createDemoHome({ startMs: clock.nowMs() });
  ctx.onTestFinished(home.follow(clock));
  const relays = home.messages.find(({ name }) => name === 'relays');
  if (relays === undefined) throw new TypeError('assertion: the home has relays');
  const account = { host: '127.0.0.1', port: broker.port, username: 'shelly', password: users.shelly };
  const shelly = startShelly({ device: relays.device, broker: account, clock, reconnectMs: 200 });
  ctx.onTestFinished(() => shelly.close());
  const address = { scheme: 'mqtt', host: '127.0.0.1', port: broker.port, tls: false, username: 'solstead' } as const;
  const link = makeMqttLink(address, {
    clock,
    random: seededRandom(1),
    clientId: 'solstead-test',
    password: makeSecret(users.solstead),
    log: { warn: () => undefined },
  });
  ctx.onTestFinished(() => link.close());
  await link.connect();
  const { field } = openedField(ctx, { broker: link });
  await expect.poll(() => field.found().map(({ protocol }) => protocol), { timeout: 20_000 }).toContain('shelly-pro3');
  const topic = relays.device.prefix;
  await field.start({
    id: 'relays',
    site: 'home',
    name: 'Relays',
    definition: 'shelly-pro3',
    address: link.name,
    topic,
    settings: {},
  });
  await expect.poll(() => field.status('relays').state, { timeout: 20_000 }).toBe('online');
  await field.set({ device: 'relays', target: { setPoint: 'relay.on.2' }, value: 1, origin: 'person' });
  expect(home.plant.snapshot().relays[1]?.isOn).toBe(true);

  await broker.stop();
  await broker.start();
  await expect
    .poll(
      () =>
        field
          .set({ device: 'relays', target: { setPoint: 'relay.on.2' }, value: 0, origin: 'person' })
          .then(() => 'off', String),
      {
        timeout: 25_000,
      },
    )
    .toBe('off');
  expect(home.plant.snapshot().relays[1]?.isOn).toBe(false);
});
