// The device that the flags give a home, as the app for Home Assistant does from its options: at a real broker, over restarts, and after what a
// person did with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { solarAssistantAt } from './given-device.ts';
import { openHome, owner } from './testing/uplinked.ts';

const values = [
  'total/pv_power',
  'inverter_1/pv_power_1',
  'inverter_2/pv_power_1',
  'battery_1/temperature',
  'battery_2/temperature',
];

async function placed(context: TestContext) {
  const broker = await mosquitto(context);
  const folder = tempDir(context);
  const unit = await connectAsync(broker.url);
  context.onTestFinished(() => unit.endAsync(true));
  const say = (prefix: string, paths = values) =>
    Promise.all(paths.map((path, index) => unit.publishAsync(`${prefix}/${path}/state`, String(index + 20))));
  const open = async (topic: string, inverters: number, batteries: number) => {
    const home = await openHome(folder, 'near', {
      broker: { url: broker.url },
      givenDevice: solarAssistantAt({ topic, inverters, batteries }),
    });
    const door = home.hub.as(owner).site('near');
    return { home, door, devices: () => door.seen().devices, close: () => home.close() };
  };
  const kept = (): string => readFileSync(join(folder, 'given-device.json'), 'utf8');
  return { say, open, kept };
}

test('it is set up at the first start, takes what it is said to have, and tells what it misses', async (context) => {
  const { say, open } = await placed(context);
  const { home, door, devices, close } = await open('solar_assistant_DEYE', 1, 3);
  context.onTestFinished(close);
  await expect.poll(devices).toMatchObject([{ name: 'Solar-Assistant', address: 'solar_assistant_DEYE' }]);
  await expect
    .poll(async () => {
      await say('solar_assistant_DEYE');
      return devices();
    })
    .toMatchObject([{ state: 'online', missing: ['battery_3'] }]);
  const heard = door.seen().values.map(({ metric }) => metric);
  expect(heard.toSorted()).toEqual(['battery.temperature.1', 'battery.temperature.2', 'pv.power', 'pv.power.s1']);
  await say('solar_assistant_DEYE', ['battery_3/temperature']);
  await expect.poll(() => devices()[0]?.missing).toBeUndefined();
  const lines = await home.hub.as(owner).auditLines({ limit: 5 });
  expect(lines).toMatchObject([{ action: 'add device', principal: { kind: 'home', name: 'Solstead' } }]);
});

test('what a person does with it stays over restarts; other numbers change it, another prefix is heard', async (context) => {
  const { open, kept } = await placed(context);
  const first = await open('sa', 1, 1);
  await expect.poll(first.devices).toHaveLength(1);
  const [{ id } = { id: '' }] = first.devices();
  await first.door.devices.change(id, { name: 'Roof' });
  await first.close();
  const second = await open('sa', 2, 1);
  const expects = ['inverter_1', 'inverter_2', 'battery_1'];
  await expect.poll(second.devices).toMatchObject([{ id, name: 'Roof', address: 'sa', settings: { expects } }]);
  await second.close();
  const moved = await open('sb', 2, 1);
  await expect.poll(moved.devices).toMatchObject([{ id, name: 'Roof', address: 'sb' }]);
  await moved.door.devices.remove(id);
  await moved.close();
  // Neither as it is, nor with other numbers, which are noted.
  for (const batteries of [1, 2]) {
    const again = await open('sb', 2, batteries);
    await expect.poll(kept).toContain(`battery_${batteries}`);
    expect(again.devices()).toEqual([]);
    await again.close();
  }
  const other = await open('sc', 1, 1);
  await expect.poll(other.devices).toMatchObject([{ address: 'sc' }]);
  await other.close();
});
