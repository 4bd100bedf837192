// Something that answers in the place of a Solar-Assistant unit and means harm, through the field over real sockets: what is no list, lists
// without end, made-up parts, names with a meaning, and bodies that never end. None makes a value, and the home goes on.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { solarAssistantHttp } from '#devices/solar-assistant/over-http.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, openedField } from '../testing/served.ts';
import { caught } from '../testing/wires.ts';

const protocol = 'solar-assistant-http';
/** What never comes is not waited for as long as a unit may take. */
const hurried = { ...solarAssistantHttp, responseMs: 700 };
type Serve = (request: IncomingMessage, reply: ServerResponse) => void;

async function unit(context: TestContext, serve: Serve) {
  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, ...openedField(context, { definitions: [hurried] }) };
}

const json =
  (body: unknown): Serve =>
  (_request, reply) => {
    reply
      .writeHead(200, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const row = (topic: string, value: unknown) => ({ topic, name: topic, unit: '', value, group: 'Info' });

test.for<[string, Serve]>([
  ['an object', json({ topic: 'total/pv_power', value: 1 })],
  ['numbers', json([1, 2, 3])],
  ['null', json('null')],
  ['half a list', json('[{"topic":"total/pv_power","value":1},')],
  ['brackets in brackets', json('['.repeat(100_000))],
  ['a list of 3 MB', json(Array.from({ length: 60_000 }, (_none, n) => row(`total/pv_power_${n}`, n)))],
  [
    'no length, and no end',
    (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' });
      reply.write('[');
      const end = clock.every(2, () => reply.write(' '.repeat(20_000)));
      reply.on('close', end).on('error', () => undefined);
    },
  ],
  [
    'a length that is not kept',
    (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '99999' });
      reply.write('[]');
      reply.destroy();
    },
  ],
  [
    'a redirect to the inside',
    (_request, reply) => void reply.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  ],
  [
    'topics with a meaning',
    json([row('__proto__/pv_power', 1), row('constructor/x', 2), row('../total/pv_power', 3), row('total/', 4)]),
  ],
])('%s is no unit', { timeout: 120_000 }, async ([, serve], context) => {
  const { field, address } = await unit(context, serve);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const error = await caught(field.testDevice(address, protocol));
  delay.disable();
  expect(error).toHaveProperty('code');
  expect(delay.max / 1e6).toBeLessThan(400);
  expect(JSON.stringify(error).length).toBeLessThan(4000);
  expect(Object.prototype).not.toHaveProperty('pv_power');
});

test('what is out of range, no number, or of parts that are made up is no reading', {
  timeout: 20_000,
}, async (context) => {
  const rows = [
    row('total/pv_power', 1200),
    row('total/load_power', '1e999'),
    row('total/grid_power', { valueOf: 7 }),
    row('total/battery_state_of_charge', 4200),
    row('total/grid_voltage', 'NaN'),
    row('total/grid_frequency', true),
    row('inverter_1/serial_number', '\u001b[2J'.repeat(2000)),
    ...Array.from({ length: 900 }, (_none, n) => row(`inverter_${n + 1}/pv_power_1`, 5)),
    ...Array.from({ length: 900 }, (_none, n) => row(`battery_${n + 1}/power`, 5)),
  ];
  const { field, heard, address } = await unit(context, json(rows));
  await field.start({ ...deviceRecord('unit', protocol, { liveSeconds: 1, retries: 0 }), address });
  await eventually(() => expect(heard.batches.length).toBeGreaterThan(0));
  const metrics = new Set(heard.batches.flatMap(({ metric }) => metric));
  expect(metrics).toContain('pv.power');
  for (const absent of ['load.power', 'grid.power', 'grid.voltage', 'grid.frequency'] as const)
    expect(metrics).not.toContain(absent);
  // Sixteen inverters with two strings, sixteen batteries.
  expect([...metrics].filter((metric) => /^(?:pv|battery)\.power\.s?\d+$/.test(metric)).length).toBeLessThanOrEqual(48);
  expect(JSON.stringify(field.status('unit')).length).toBeLessThan(3000);
  expect(JSON.stringify(field.status('unit').identity ?? {})).not.toContain('u001b');
});

test('one that answers a setting with a yes and shows no change is not believed', {
  timeout: 20_000,
}, async (context) => {
  const { field, address } = await unit(context, (request, reply) => {
    request.resume();
    json([row('total/pv_power', 5), row('inverter_1/output_source_priority', 'Utility first')])(request, reply);
  });
  await field.start({ ...deviceRecord('unit', protocol, { liveSeconds: 1, retries: 0 }), address });
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  const target = { setPoint: 'inverter.priority.output' } as const;
  const error = await caught(field.set({ device: 'unit', target, value: 'solar-first', origin: 'person' }));
  expect(error).toMatchObject({ code: 'command.differs' });
});
