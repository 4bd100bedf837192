// Home Assistant and a whole house: emulated devices are announced over a real Mosquitto, a relay is switched from there as the output, no
// more than its role may, and the energy of the home is what its ledger says.
import { connect, connectAsync } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import type { Output } from '#api/outputs.ts';
import { ask } from '#server/testing/test-server.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

vi.setConfig({ testTimeout: 240_000 });

/** A house with emulated devices, a Mosquitto, and what is kept there. */
async function opened(context: TestContext) {
  const broker = await mosquitto(context);
  const house = await openOwnedHouse();
  context.onTestFinished(() => house.close());
  const client = connect({ host: '127.0.0.1', port: broker.port });
  context.onTestFinished(() => void client.end(true));
  const kept = new Map<string, string>();
  client.on('message', (topic, payload) => void kept.set(topic, payload.toString()));
  await client.subscribeAsync('#');
  const read = (topic: string) => JSON.parse(kept.get(topic) ?? '{}') as Readonly<Record<string, unknown>>;
  const entities = (device: string): readonly string[] =>
    Object.keys(read(`homeassistant/device/solstead_demo_${device}/config`)['components'] ?? {});
  return { broker, house, client, kept, read, entities };
}

test('a relay is switched from there, as the output and once; what its role may not is not offered; energy is there', async (context) => {
  const { broker, house, client, kept, read, entities } = await opened(context);
  const settings = (commands: string) => ({
    kind: 'home-assistant',
    server: broker.url,
    discovery: 'homeassistant',
    commands,
    energy: true,
  });
  const body = (commands: string) => ({ name: 'Home Assistant', settings: settings(commands), isOn: true });
  const sent = (path: string, method: string, json: unknown) =>
    ask(house.port, path, { method, token: house.token, json });
  const path = '/api/v1/sites/demo/outputs';
  const added = await sent(path, 'POST', body('operator'));
  expect(added.status).toBe(201);
  const { id } = added.body as Output;
  await expect.poll(() => entities('relays'), { timeout: 20_000 }).toContain('set_relay_on_1');
  const before = read('solstead/demo/relays/settings')['relay.on.1'];
  const wanted = before === 1 ? 0 : 1;
  await client.publishAsync('solstead/demo/relays/set/relay.on.1', String(wanted), { qos: 1 });
  await expect
    .poll(() => read('solstead/demo/relays/result'), { timeout: 20_000 })
    .toMatchObject({ outcome: 'confirmed', after: wanted });
  await expect.poll(() => read('solstead/demo/relays/settings')['relay.on.1']).toBe(wanted);
  const audit = (await ask(house.port, '/api/v1/audit', { token: house.token })).body as readonly {
    principal: { id: string; kind: string; name: string };
    action: string;
    subject: string;
  }[];
  expect(audit.find(({ action }) => action === 'set')).toMatchObject({
    principal: { id: `output.${id}`, kind: 'output', name: 'Home Assistant' },
    subject: expect.stringContaining('relay.on.1') as string,
  });
  // An operator has set-points alone; the maker's settings come with the other role, and none that is dangerous with any.
  const config = () => entities('solar-inverter').filter((name) => name.startsWith('set_'));
  const asOperator = config().length;
  const offered = (await ask(house.port, '/api/v1/sites/demo/devices/solar-inverter/settings', { token: house.token }))
    .body as readonly {
    name: string;
    dangerous: boolean;
  }[];
  await sent(`${path}/${id}`, 'PUT', body('admin'));
  await expect.poll(() => config().length, { timeout: 20_000 }).toBeGreaterThan(asOperator);
  const dangerous = offered.filter((one) => one.dangerous).map(({ name }) => `set_${name.replaceAll('.', '_')}`);
  expect(dangerous.length).toBeGreaterThan(0);
  expect(config().filter((name) => dangerous.includes(name))).toEqual([]);
  const energy = read('solstead/demo/_home/state');
  const { energy: day } = (await ask(house.port, '/api/v1/sites/demo/latest', { token: house.token })).body as {
    energy: { pvWh: number };
  };
  expect(Number(energy['today_pvWh'])).toBeLessThanOrEqual(day.pvWh + 1);
  expect(Number(energy['total_pvWh'])).toBeGreaterThanOrEqual(Number(energy['today_pvWh']));
  expect(energy['today_cost']).toEqual(expect.any(Number));
  const others = { name: 'Other', settings: { kind: 'solar-assistant', server: broker.url }, isOn: true };
  const other = (await sent(path, 'POST', others)).body as Output;
  await expect
    .poll(() => Number(kept.get('solar_assistant/total/load_power/state')), { timeout: 20_000 })
    .toBeGreaterThan(0);
  const sunKwh = () => Number(kept.get('solar_assistant/total/pv_energy/state'));
  await expect.poll(sunKwh, { timeout: 20_000 }).toBeCloseTo(day.pvWh / 1000, 0);
  for (const one of [id, other.id]) expect((await sent(`${path}/${one}`, 'DELETE', undefined)).body).toEqual({});
  await expect
    .poll(() =>
      [...kept].filter(([topic, text]) => text !== '' && !/\/(set|result)\b/.test(topic)).map(([topic]) => topic),
    )
    .toEqual([]);
});

test('at the built-in broker: a program hears and commands over its account, a device does neither', async (context) => {
  const house = await openOwnedHouse();
  context.onTestFinished(() => house.close());
  const sent = (path: string, json: unknown) => ask(house.port, path, { method: 'POST', token: house.token, json });
  const entered = async (username: string, access: 'device' | 'program') => {
    const { status, body } = await sent('/api/v1/setup/broker-accounts', { username, access });
    expect(status).toBe(201);
    const { port, password } = body as { readonly port: number; readonly password: string };
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { username, password, reconnectPeriod: 0 });
    context.onTestFinished(() => client.endAsync(true));
    return client;
  };
  const [program, other, device] = [
    await entered('home-assistant', 'program'),
    await entered('node-red', 'program'),
    await entered('garage', 'device'),
  ];
  const heard = new Map<string, string>();
  program.on('message', (topic, payload) => void heard.set(topic, payload.toString()));
  for (const client of [program, other]) {
    const granted = await client.subscribeAsync([
      'homeassistant/+/+/config',
      'homeassistant/status',
      'solstead/demo/#',
    ]);
    expect(granted.map(({ qos }) => qos)).toEqual([0, 0, 0]);
  }
  await expect(device.subscribeAsync('solstead/demo/#')).rejects.toThrow('Unspecified error');
  const settings = { kind: 'home-assistant', discovery: 'homeassistant', commands: 'operator', energy: true };
  const output = (more: object) => ({ name: 'Home Assistant', settings: { ...settings, ...more }, isOn: true });
  expect(await sent('/api/v1/sites/demo/outputs', output({ prefix: 'house/energy' }))).toMatchObject({
    status: 400,
    body: { reason: { code: 'output.own-prefix' } },
  });
  expect((await sent('/api/v1/sites/demo/outputs', output({}))).status).toBe(201);
  const said = (topic: string) => JSON.parse(heard.get(topic) ?? '{}') as Readonly<Record<string, unknown>>;
  await expect.poll(() => said('solstead/demo/relays/settings')['relay.on.1'], { timeout: 30_000 }).toBeDefined();
  expect(heard.has('homeassistant/device/solstead_demo_relays/config')).toBe(true);
  const wanted = said('solstead/demo/relays/settings')['relay.on.1'] === 1 ? 0 : 1;
  const command = 'solstead/demo/relays/set/relay.on.1';
  // What it may not publish reaches nobody.
  await device.publishAsync(command, String(wanted), { qos: 1 }).catch(() => undefined);
  await program.publishAsync('solstead/demo/relays/settings', '{}', { qos: 1 }).catch(() => undefined);
  await new Promise((resolve) => {
    setTimeout(resolve, 1500);
  });
  expect(said('solstead/demo/relays/settings')['relay.on.1']).toBe(1 - wanted);
  const again = program.connected ? program : await entered('openhab', 'program');
  await again.publishAsync(command, String(wanted), { qos: 1 });
  await expect.poll(() => said('solstead/demo/relays/settings')['relay.on.1'], { timeout: 20_000 }).toBe(wanted);
});
