// kill −9 of `solstead serve` while a rule holds a relay over its own protocol: the relay outlives the process. After the restart the claim goes on
// without a second switching, or what is not wanted any more is put back.
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

const bin = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));
/** So long it is watched that nothing happens, ms: several cycles and polls. */
const quietMs = 8000;

const text = `rules:
  - name: While the third is on
    while: relay.on.3 of relays
    do: [{kind: set, device: relays, point: relay.on.1, value: on}]
`;

/** Relays that live in this process, and every switching of the first one. */
async function relays(context: TestContext) {
  const { plant } = createDemoHome({ startMs: clock.nowMs() });
  const switched: boolean[] = [];
  const device = createShellyPro3({
    mac: 'AABBCCDDEEFF',
    name: 'Relays',
    read: () => plant.snapshot(),
    setRelay(index, isOn) {
      if (index === 0) switched.push(isOn);
      plant.setRelay(index, isOn);
    },
  });
  const turn = (index: 0 | 2, isOn: boolean): void => {
    device.receive(`${device.prefix}/command/switch:${index}`, isOn ? 'on' : 'off');
  };
  for (const index of [0, 2] as const) turn(index, false);
  switched.length = 0;
  const server = await startHttpServer({ emulator: shellyOverHttp(device), clock });
  context.onTestFinished(() => server.close());
  return { address: server.address, switched, turn };
}

/** A folder with the relays and the rule. */
async function prepared(context: TestContext, address: string): Promise<string> {
  const folder = tempDir(context);
  const house = await openHome(folder, 'home');
  await house.hub
    .as(owner)
    .site('home')
    .devices.add({ name: 'Relays', protocol: 'shelly-pro3-http', address, settings: { liveSeconds: 1 } });
  await house.hub.as(owner).site('home').automation().save(text);
  await house.close();
  return folder;
}

async function serving(context: TestContext, data: string): Promise<Spawned> {
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--data', data, '--log-level', 'silent'];
  const child = await spawned(context, [process.execPath, bin, 'serve', ...flags]);
  await child.waitForOutput(/is at http:\S+/, 90_000);
  return child;
}

async function kill(child: Spawned): Promise<void> {
  child.signal('SIGKILL');
  await child.stop();
}

async function held(context: TestContext) {
  const one = await relays(context);
  const folder = await prepared(context, one.address);
  const child = await serving(context, folder);
  one.turn(2, true);
  await expect.poll(() => one.switched, { timeout: 30_000 }).toEqual([true]);
  await kill(child);
  return { ...one, folder };
}

test('what a rule holds goes on after a kill, is not switched again, and is put back at its end', async (context) => {
  const { folder, switched, turn } = await held(context);
  await serving(context, folder);
  await clock.sleep(quietMs);
  expect(switched).toEqual([true]);
  turn(2, false);
  await expect.poll(() => switched, { timeout: 20_000 }).toEqual([true, false]);
});

test('what nobody wants any more when it comes back is put back', async (context) => {
  const { folder, switched, turn } = await held(context);
  turn(2, false);
  await serving(context, folder);
  await expect.poll(() => switched, { timeout: 20_000 }).toEqual([true, false]);
  await clock.sleep(quietMs);
  expect(switched).toEqual([true, false]);
});
