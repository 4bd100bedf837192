// Outputs with a condition, and under names of their own: Mosquitto hears what it should.
import { connect } from 'mqtt';
import { expect, test, vi } from 'vitest';
import type { OutputFilter } from '#core/output.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { batchOf, deviceFacts, mqttOutput, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

test('only while a condition holds, under names of its own; other names leave nothing behind', async (context) => {
  const broker = await mosquitto(context);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  home.known.push({ device: 'pack', metric: 'battery.soc', value: 20, atMs: 1 });
  const client = connect(broker.url, { reconnectPeriod: 50 });
  context.onTestFinished(() => void client.end(true));
  const heard: string[] = [];
  const kept = new Map<string, string>();
  client.on('message', (topic, payload) => {
    heard.push(`${topic} ${payload.toString()}`);
    // What a test sends is not kept.
    if (payload.length === 0 || topic.endsWith('/test')) kept.delete(topic);
    else kept.set(topic, payload.toString());
  });
  await client.subscribeAsync('#', { qos: 1 });

  const change = mqttOutput(
    broker.url,
    {},
    {
      filter: {
        onlyWhen: 'battery.soc of pack > 50 % and pv.power > 100 W',
        names: {
          devices: [{ from: 'roof', to: 'Dach' }],
          metrics: [
            { from: 'pv.power', to: 'solar' },
            { from: 'battery.*', to: 'akku.*' },
          ],
        },
      },
    },
  );
  const tested = await home.desk.test('home', change);
  expect(tested.note).toMatchObject({ code: 'output.not-now' });
  expect(tested.samples.map(({ to }) => to)).toEqual(['solstead/home/pack/akku/soc']);
  const { id } = await home.desk.add('home', change);
  await expect.poll(() => heard).toContain('solstead/home/Dach/status online');
  home.give(batchOf('roof', 1000, { 'pv.power': 150 }));
  home.known[0] = { device: 'pack', metric: 'battery.soc', value: 60, atMs: 1500 };
  home.give(batchOf('roof', 2000, { 'pv.power': 50 }), batchOf('roof', 3000, { 'pv.power': 160 }));
  home.give(batchOf('pack', 3000, { 'battery.soc': 40 }));
  await expect.poll(() => heard).toContain('solstead/home/Dach/solar 160');
  expect(heard.filter((one) => one.startsWith('solstead/home/Dach/solar'))).toEqual(['solstead/home/Dach/solar 160']);
  expect(heard.some((one) => one.includes('akku'))).toBe(false);

  await home.desk.change('home', id, { ...change, filter: { names: { devices: [{ from: 'roof', to: 'sun' }] } } });
  home.give(batchOf('roof', 4000, { 'pv.power': 170 }));
  await expect.poll(() => kept.get('solstead/home/sun/pv/power')).toBe('170');
  expect([...kept.keys()].filter((topic) => topic.includes('Dach'))).toEqual([]);
  await home.desk.remove('home', id);
  await expect.poll(() => [...kept.keys()]).toEqual([]);
});

test('what is wrong is refused with its field', async (context) => {
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  const refused = async (filter: OutputFilter): Promise<unknown> =>
    home.desk.add('home', mqttOutput('mqtt://127.0.0.1:1', {}, { filter })).catch((error: unknown) => error);
  expect(await refused({ onlyWhen: 'battery.sock > 5 %' })).toMatchObject({
    code: 'input.invalid',
    at: 'filter.onlyWhen',
    why: 'line 1, column 1: battery.sock is no value of a home; did you mean battery.soc?',
  });
  expect(await refused({ onlyWhen: 'battery.soc of pak > 5 %' })).toMatchObject({ at: 'filter.onlyWhen' });
  expect(await refused({ names: { devices: [{ from: 'roof', to: 'pack' }] } })).toMatchObject({
    at: 'filter.names.devices',
  });
  expect(await home.desk.list('home')).toEqual([]);
});

test('Home Assistant keeps its own names', async (context) => {
  const home = await openOutputHouse(context);
  const change = { ...mqttOutput(undefined), settings: { kind: 'home-assistant', server: 'mqtt://127.0.0.1:1' } };
  const filter = { names: { metrics: [{ from: 'pv.power', to: 'solar' }] } };
  await expect(home.desk.add('home', { ...change, filter })).rejects.toMatchObject({ at: 'filter.names' });
});
