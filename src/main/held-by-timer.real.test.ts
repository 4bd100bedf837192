// kill −9 of `solstead serve` while a rule holds a relay of a Shelly over MQTT: the timer of the device itself switches it off within the time that
// was said, and the page says so before. After the restart the rule takes it again.
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

const bin = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));
const safeMs = 24_000;

const text = `safe_after: 24 s
rules:
  - name: While the third is on
    while: relay.on.3 of relays
    do: [{kind: set, device: relays, point: relay.on.1, value: on}]
`;

/** When the first relay went on or off, by whom it was told or its own timer. */
interface Switched {
  readonly isOn: boolean;
  readonly atMs: number;
}

/** Relays on a Mosquitto that both outlive the process. */
async function relays(context: TestContext) {
  const broker = await mosquitto(context);
  const { plant } = createDemoHome({ startMs: clock.nowMs() });
  const told: Switched[] = [];
  const device = createShellyPro3({
    mac: 'AABBCCDDEEFF',
    name: 'Relays',
    read: () => ({ ...plant.snapshot(), atMs: clock.nowMs() }),
    setRelay(index, isOn) {
      if (index === 0) told.push({ isOn, atMs: clock.nowMs() });
      plant.setRelay(index, isOn);
    },
  });
  for (const index of [0, 2] as const) device.receive(`${device.prefix}/command/switch:${index}`, 'off');
  told.length = 0;
  const shelly = startShelly({ device, broker: { host: '127.0.0.1', port: broker.port }, clock });
  context.onTestFinished(() => shelly.close());
  await shelly.connected;
  const hand = await connectAsync(broker.url);
  context.onTestFinished(() => hand.endAsync());
  return {
    address: broker.url,
    device,
    told,
    turn: (index: 0 | 2, isOn: boolean) =>
      hand.publishAsync(`${device.prefix}/command/switch:${index}`, isOn ? 'on' : 'off', { qos: 1 }),
    isOn: () => plant.snapshot().relays[0].isOn,
  };
}

/** A folder with the relays and the rule. */
async function prepared(context: TestContext, { address, device }: Awaited<ReturnType<typeof relays>>) {
  const folder = tempDir(context);
  const house = await openHome(folder, 'home', { broker: { url: address } });
  const home = house.hub.as(owner).site('home');
  await home.devices.add({
    name: 'Relays',
    protocol: 'shelly-pro3',
    address,
    topic: device.prefix,
    settings: { liveSeconds: 1 },
  });
  await home.automation().save(text);
  await house.close();
  return folder;
}

async function serving(context: TestContext, data: string, broker: string): Promise<Spawned> {
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--mqtt-broker',
    broker,
    '--data',
    data,
    '--log-level',
    'silent',
  ];
  const child = await spawned(context, [process.execPath, bin, 'serve', ...flags]);
  await child.waitForOutput(/is at http:\S+/, 90_000);
  return child;
}

test('a relay that a rule holds goes off by itself after a kill, and is taken again after the restart', async (context) => {
  const one = await relays(context);
  const folder = await prepared(context, one);
  const child = await serving(context, folder, one.address);
  await one.turn(2, true);
  // Switched on, and told again at half of its time, so that it stays on while Solstead is there.
  await expect.poll(() => one.told.length, { timeout: 60_000 }).toBeGreaterThan(2);
  expect(one.told.every(({ isOn }) => isOn)).toBe(true);
  child.signal('SIGKILL');
  await child.stop();
  const killedMs = clock.nowMs();
  await expect.poll(() => one.isOn(), { timeout: safeMs + 5000 }).toBe(false);
  const last = one.told.at(-1);
  expect((last?.atMs ?? Number.POSITIVE_INFINITY) - killedMs).toBeLessThan(safeMs + 1000);
  // Nobody's hand has it then: the rule goes on from there.
  await serving(context, folder, one.address);
  await expect.poll(() => one.isOn(), { timeout: 30_000 }).toBe(true);
});

test('a kill does not switch off what Solstead takes up again in time', async (context) => {
  const one = await relays(context);
  const folder = await prepared(context, one);
  const child = await serving(context, folder, one.address);
  await one.turn(2, true);
  await expect.poll(() => one.isOn(), { timeout: 30_000 }).toBe(true);
  child.signal('SIGKILL');
  await child.stop();
  await serving(context, folder, one.address);
  await clock.sleep(safeMs + 3000);
  expect(one.told.every(({ isOn }) => isOn)).toBe(true);
  await one.turn(2, false);
  await expect.poll(() => one.isOn(), { timeout: 20_000 }).toBe(false);
});

test('what becomes of it when Solstead stops stands on the board, for a device with a timer', async (context) => {
  const one = await relays(context);
  const folder = tempDir(context);
  const house = await openHome(folder, 'home', { broker: { url: one.address } });
  context.onTestFinished(() => house.close());
  const home = house.hub.as(owner).site('home');
  await home.devices.add({ name: 'Relays', protocol: 'shelly-pro3', address: one.address, topic: one.device.prefix });
  const { save, board } = home.automation();
  await save(text);
  await one.turn(2, true);
  const ifStopped = () => board().holdings.find(({ setPoint }) => setPoint === 'relay.on.1')?.ifStopped;
  await expect.poll(() => typeof ifStopped(), { timeout: 30_000 }).toBe('object');
  const back = ifStopped();
  expect(typeof back === 'object' ? back.backMs - clock.nowMs() : 0).toBeGreaterThan(0);
  expect(typeof back === 'object' ? back.backMs - clock.nowMs() : 0).toBeLessThan(safeMs + 1000);
  // Once on, renewed without a line in the log of what was commanded.
  await expect.poll(() => one.told.length, { timeout: 40_000 }).toBeGreaterThan(1);
  expect(board().commands.filter(({ setPoint }) => setPoint === 'relay.on.1')).toHaveLength(1);
});
