// Solar-Assistant over its WebSocket through the field, over real sockets: values come when they change, a setting is told its outcome, a
// connection that is lost is opened again and what it shows then is read once; a wrong password is told and not tried again and again.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { solarAssistantLive } from '#devices/solar-assistant/over-http.ts';
import { startSolarAssistantUnit, type UnitOptions } from '#sim/solar-assistant-socket.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, livingHome, openedField } from '../testing/served.ts';
import { caught } from '../testing/wires.ts';

const protocol = 'solar-assistant-live';

async function unit(
  context: TestContext,
  {
    known = 'web horse',
    repeatsAfterSeconds,
    ...options
  }: Partial<UnitOptions> & {
    known?: string | undefined;
    repeatsAfterSeconds?: number;
  } = {},
) {
  const home = livingHome();
  let frozen: ReturnType<typeof home.read> | undefined;
  const read = () => frozen ?? home.read();
  const server = await startSolarAssistantUnit({ read, clock, password: 'web horse', ...options });
  context.onTestFinished(() => server.close());
  const secrets = { read: async () => makeSecret(known) };
  const opened = openedField(context, {
    definitions: [
      repeatsAfterSeconds === undefined ? solarAssistantLive : { ...solarAssistantLive, repeatsAfterSeconds },
    ],
    makeLink: (address) => makeLink(address, { clock, secrets }),
  });
  // Asked so seldom that what comes sooner was told.
  const record = { ...deviceRecord('unit', protocol, { liveSeconds: 600, retries: 0 }), address: server.address };
  const unplug = (isOut: boolean): void => void (frozen = isOut ? home.read() : undefined);
  return { home, server, record, unplug, ...opened };
}

test('with its password it is found and tested; the powers make a balance', { timeout: 120_000 }, async (context) => {
  const { server, field } = await unit(context);
  const tested = await field.testDevice(server.address, undefined, { password: makeSecret('web horse') });
  expect(tested).toMatchObject({
    protocol,
    kind: 'inverter',
    identity: { serial: '2207158745', firmware: '2026-06-14' },
  });
  expect(tested.plausibility.code).toBe('test.plausible');
  const value = (metric: string): number => Number(tested.values.find((one) => one.metric === metric)?.value);
  // A test shows the maker's sign: + charging.
  const off = value('pv.power') + value('grid.power') - value('battery.power') - value('load.power');
  expect(Math.abs(off)).toBeLessThan(5);
});

test.for([
  ['no password', '', 'unit.no-password', 0],
  ['another one', 'web mule', 'unit.refused', 1],
] as const)('with %s it is told, and tried once', { timeout: 120_000 }, async ([, known, code, refused], context) => {
  const { server, field, record } = await unit(context, { known });
  await field.start(record);
  await eventually(() =>
    expect(field.status('unit').failure?.error).toMatchObject({ code: 'link.forbidden', reason: { code } }),
  );
  await clock.sleep(2500);
  expect(server.seen).toMatchObject({ refused, joined: 0 });
  expect(JSON.stringify(field.status('unit'))).not.toContain('web mule');
});

test('one of before has no WebSocket, which is told with what helps', async (context) => {
  const { server, field } = await unit(context, { isOld: true });
  const error = await caught(field.testDevice(server.address, protocol, { password: makeSecret('web horse') }));
  expect(error).toMatchObject({
    code: 'link.unavailable',
    reason: { code: 'unit.no-socket', params: { status: 404 } },
  });
  expect(JSON.stringify(error)).not.toContain('horse');
});

test('values come as they change, its list is asked for once, and settings are told their outcome', {
  timeout: 40_000,
}, async (context) => {
  const { field, heard, record, home, server } = await unit(context);
  await field.start(record);
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  await eventually(() => expect(heard.batches.length).toBeGreaterThan(3), 15_000);
  const batch = heard.batches.findLast(({ metric }) => metric.includes('battery.power'));
  const shown = Number(batch?.value[batch.metric.indexOf('battery.power')]);
  expect(Math.abs(shown - home.read().battery.powerW)).toBeLessThan(50);
  const lists = () => server.requests.filter((request) => request === 'GET /api/v1/metrics').length;
  // Without and with its password.
  expect(lists()).toBeLessThanOrEqual(2);
  const device = 'unit';
  const priority = { target: { setPoint: 'inverter.priority.output' }, value: 'solar-first' } as const;
  expect(await field.set({ device, ...priority, origin: 'person' })).toMatchObject({ outcome: 'confirmed' });
  const absent = { target: { setting: 'inverter_1_work_mode' }, value: 'Selling first' } as const;
  const refused = await caught(field.set({ device, ...absent, origin: 'person' }));
  expect(refused).toMatchObject({ code: 'command.refused' });
  expect(JSON.stringify(refused)).toContain('unknown setting');
});

test('a connection that is lost is opened again; a unit that says nothing is gone, and its values are none', {
  timeout: 60_000,
}, async (context) => {
  const { field, heard, record, server } = await unit(context);
  await field.start({
    ...record,
    ...deviceRecord('unit', protocol, { liveSeconds: 2, retries: 0 }),
    address: server.address,
  });
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  server.drop();
  await eventually(() => expect(server.seen.joined).toBe(2), 20_000);
  await eventually(() => expect(field.status('unit').state).toBe('online'), 20_000);
  await server.faults.set({ silent: true });
  await eventually(() => expect(field.status('unit').state).not.toBe('online'), 30_000);
  const before = heard.batches.length;
  await clock.sleep(3000);
  expect(heard.batches).toHaveLength(before);
  await server.faults.set({ silent: false });
  await eventually(() => expect(field.status('unit').state).toBe('online'), 30_000);
});

test('what it repeats with the cable unplugged is no reading, also over a new connection', {
  timeout: 60_000,
}, async (context) => {
  const { field, heard, server, unplug } = await unit(context, { repeatsAfterSeconds: 4 });
  await field.start({ ...deviceRecord('unit', protocol, { liveSeconds: 1, retries: 0 }), address: server.address });
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  unplug(true);
  await eventually(() => expect(field.status('unit').failure?.error.reason?.code).toBe('device.repeats'), 20_000);
  const before = heard.batches.length;
  server.drop();
  await eventually(() => expect(server.seen.joined).toBe(2), 20_000);
  await clock.sleep(3000);
  expect(heard.batches).toHaveLength(before);
  unplug(false);
  await eventually(() => expect(field.status('unit').state).toBe('online'), 30_000);
});
