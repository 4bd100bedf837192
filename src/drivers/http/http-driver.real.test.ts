// An HTTP device through the field, over real sockets: tested, found, read once, polled, lost and back.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createHttpEmulator } from '#sim/emulators.ts';
import { createFroniusSolarApi } from '#sim/fronius-solar-api.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, livingHome, openedField } from '../testing/served.ts';
import { caught } from '../testing/wires.ts';

async function inverter(context: TestContext) {
  const home = livingHome();
  const server = await startHttpServer({ emulator: createFroniusSolarApi(home.read), clock });
  context.onTestFinished(() => server.close());
  return { home, server, ...openedField(context) };
}

const protocol = 'fronius-solar-api';

test('it is found at an address and tested; its values make a balance', async (context) => {
  const { server, field } = await inverter(context);
  const tested = await field.testDevice(server.address);
  expect(tested).toMatchObject({ protocol, kind: 'inverter' });
  expect(tested.plausibility.code).toBe('test.plausible');
  const value = (metric: string): number =>
    Number(tested.values.find((one) => one.metric === metric && one.name !== 'p_load')?.value ?? 0);
  const off = value('pv.power') + value('grid.power') + value('battery.power') - value('load.power');
  expect(Math.abs(off)).toBeLessThan(30);
  expect(server.requests[0]).toBe('GET /solar_api/GetAPIVersion.cgi');
});

test('pages are read once; what it does not have is refused before anything is asked', async (context) => {
  const { server, field } = await inverter(context);
  const place = { address: server.address, protocol };
  const [answer] = await field.readOnce(place, { queries: ['version'] });
  expect(answer).toMatchObject({ query: 'version', problems: [] });
  expect(answer?.fields.find(({ name }) => name === 'base_url')?.value).toBe('/solar_api/v1/');
  const asked = server.requests.length;
  expect(await caught(field.readOnce(place, { queries: ['weather'] }))).toMatchObject({ code: 'command.unknown' });
  expect(await caught(field.setOnce(place, { setting: 'POP', value: '1' }))).toMatchObject({ code: 'command.unknown' });
  expect(server.requests).toHaveLength(asked);
  expect(await caught(field.testDevice('tcp://127.0.0.1:1', protocol))).toMatchObject({ code: 'address.invalid' });
});

test('it is polled; lost it is offline, and back automatically', { timeout: 120_000 }, async (context) => {
  const { server, field, heard } = await inverter(context);
  const settings = { liveSeconds: 1, retries: 0 };
  await field.start({ ...deviceRecord('roof', protocol, settings), address: server.address });
  await eventually(() => expect(field.status('roof').state).toBe('online'));
  await eventually(() =>
    expect(heard.batches.flatMap(({ metric }) => metric)).toEqual(
      expect.arrayContaining(['load.power', 'grid.power', 'grid.power.l1', 'grid.energy.import', 'grid.frequency']),
    ),
  );
  await server.faults.set({ vanished: true });
  await eventually(() => expect(field.status('roof').state).toBe('offline'), 20_000);
  await server.faults.set({ vanished: false });
  await eventually(() => expect(field.status('roof').state).toBe('online'), 20_000);
  expect(field.status('roof').health.reconnects).toBeGreaterThan(0);
});

test.each([
  ['noise in place of an answer', { garbage: 'before' }],
  ['half a page', { wrongChecksum: true }],
] as const)('%s is no value', async (_name, fault) => {
  const home = livingHome();
  const server = await startHttpServer({ emulator: createFroniusSolarApi(home.read), clock });
  await server.faults.set(fault);
  const ends: (() => unknown)[] = [];
  const { field } = openedField({ onTestFinished: (end) => void ends.push(end) });
  try {
    expect(await caught(field.testDevice(server.address, protocol))).toMatchObject({ code: 'frame.malformed' });
  } finally {
    for (const end of ends) await end();
    await server.close();
  }
});

test.each([
  ['nothing', '{}'],
  ['values of another device', '{"Body":{"Data":{"battery":"ok","W":1200}},"Head":{}}'],
  ['the right places with nothing in them', '{"Body":{"Data":{"Site":{"P_PV":null,"P_Grid":null}}}}'],
])('a page of JSON with %s is no device that passed its test', async (_name, body) => {
  const emulator = { name: 'another', respond: () => ({ status: 200, type: 'application/json', body }) };
  const server = await startHttpServer({ emulator, clock });
  const ends: (() => unknown)[] = [];
  const { field } = openedField({ onTestFinished: (end) => void ends.push(end) });
  try {
    for (const known of [protocol, 'shelly-pro3em-http'])
      expect(await caught(field.testDevice(server.address, known))).toMatchObject({
        code: 'frame.malformed',
        reason: { code: 'device.no-value' },
      });
  } finally {
    for (const end of ends) await end();
    await server.close();
  }
});

test('a Shelly without a broker is found and switched once, and what was set is seen', async (context) => {
  const home = createDemoHome({ startMs: clock.nowMs() });
  const emulator = createHttpEmulator('shelly-pro3-http', home);
  if (emulator === undefined) throw new TypeError('no emulator');
  const server = await startHttpServer({ emulator, clock });
  context.onTestFinished(() => server.close());
  const { field } = openedField(context);
  const tested = await field.testDevice(server.address);
  expect(tested).toMatchObject({ protocol: 'shelly-pro3-http', kind: 'relay', identity: { model: 'SPSW-003XE16EU' } });
  const before = tested.values.find(({ metric }) => metric === 'relay.on.1')?.value;
  const place = { address: server.address, protocol: 'shelly-pro3-http' };
  const value = before === true ? 'off' : 'on';
  expect(await field.setOnce(place, { setting: 'relay.on.1', value })).toMatchObject({ outcome: 'confirmed' });
  const [after] = await field.readOnce(place, { queries: ['status'] });
  expect(after?.fields.find(({ metric }) => metric === 'relay.on.1')?.value).toBe(value === 'on');
  // What it refuses is told in its words.
  expect(emulator.respond('POST', '/rpc', '{"id":1,"method":"Switch.Set","params":{"id":7,"on":true}}').body).toContain(
    '"error"',
  );
});
