// The worked examples of docs/user-devices.md from end to end: the file is read, the device is polled over a real socket, and
// batches come with the catalogue's signs.
import { because, inEnglish } from '#core/reason.ts';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { type Batch, readingsOf } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import { definitions } from '#devices/registry.ts';
import { readDevice } from '#devices/user/read-device.ts';
import { createHome } from '#sim/home.ts';
import { wide, wideLow } from '#sim/modbus-registers.ts';
import { createModbusSlave, type ModbusSlaveOptions } from '#sim/modbus-slave.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { probeOrder } from './probe-order.ts';
import { eventually, openedField } from './testing/served.ts';

const examples = join(import.meta.dirname, '../../docs/examples');

function example(file: string): RequestDefinition {
  const outcome = readDevice({ name: file, text: readFileSync(join(examples, file), 'utf8') });
  if ('problems' in outcome) throw new Error(outcome.problems.map(inEnglish).join('\n'));
  if (outcome.definition.mode !== 'request') throw new Error('a device that is asked');
  return outcome.definition;
}

/** The latest value of every metric. */
const latest = (batches: readonly Batch[]): Record<string, number | string> =>
  Object.fromEntries(batches.flatMap((batch) => [...readingsOf(batch)].map(({ metric, value }) => [metric, value])));

async function slave(context: TestContext, options: Pick<ModbusSlaveOptions, 'unit' | 'framing' | 'show'>) {
  const home = createHome({ startMs: clock.nowMs() });
  const read = () => home.snapshot();
  const emulator = createModbusSlave({ name: 'example', baud: 115_200, read, writable: [200, 201], ...options });
  const server = await startWireServer({ emulator, clock });
  context.onTestFinished(() => server.close());
  return server.address;
}

const record = (definition: string, address: string) => ({
  id: 'mine',
  site: 'home',
  name: 'mine',
  definition,
  address,
  settings: {},
});

test('the meter: registers as the maker prints them', async (context) => {
  const definition = example('orno-we-504.yaml');
  // Feeding in 1250 W; 107 kWh so far. The registers stand as in the maker's list.
  const address = await slave(context, {
    unit: 1,
    framing: 'rtu',
    show: ({ holding }) => holding.set(0, 2297, 54, 499, -1250, 80, 1253, 998, ...wide(107_000)),
  });
  const { field, heard } = openedField(context, { definitions: [definition] });
  await field.start(record('orno-we-504', address));
  await eventually(() => expect(latest(heard.batches)).toHaveProperty('grid.power'));
  expect(latest(heard.batches)).toEqual({
    'grid.voltage': 229.7,
    'grid.current': 5.4,
    'grid.frequency': 49.9,
    'grid.power': -1250,
    'grid.energy.import': 107_000,
  });
});

test('only tables that say what tells their device are asked where nobody knows what is there', () => {
  const own = ['orno-we-504.yaml', 'my-hybrid.yaml', 'my-text-inverter.yaml'].map(example);
  const ids = (address: string): string[] => probeOrder(own, parseAddress(address)).map(({ id }) => id);
  expect(ids('tcp://127.0.0.1:502')).toEqual(['my-text-inverter']);
  expect(ids('tcp://127.0.0.1:502?unit=1')).toEqual(['my-hybrid']);
});

test('the hybrid: signs, word order, words and settings over Modbus TCP', async (context) => {
  const definition = example('my-hybrid.yaml');
  const address = await slave(context, {
    unit: 2,
    framing: 'tcp',
    show({ input, holding }) {
      input.open(10, 8, 0x4142);
      // The maker counts charging as positive: 1500 W go into the battery.
      input.set(100, ...wideLow(2400), ...wideLow(1500), 655, 1352, 1, 0b110);
      holding.set(200, 20, 1);
    },
  });
  const { field, heard } = openedField(context, { definitions: [...definitions, definition] });
  const tested = await field.testDevice(`${address}?unit=2`, 'my-hybrid');
  expect(tested.identity).toEqual({ serial: 'AB'.repeat(8) });
  await field.start(record('my-hybrid', address));
  await eventually(() => expect(latest(heard.batches)).toHaveProperty('battery.power'));
  expect(latest(heard.batches)).toMatchObject({
    'pv.power': 2400,
    'battery.power': -1500,
    'battery.soc': 65.5,
    'inverter.temperature': 35.2,
    'inverter.mode': 'On-grid',
    'inverter.warning': 'Battery low, Grid lost',
  });
  const tell = (setPoint: SetPointId, value: number | string) =>
    field.set({ device: 'mine', target: { setPoint }, value, origin: 'program' });
  expect(await tell('battery.mode', 'hold')).toMatchObject({ outcome: 'confirmed', after: 'hold' });
  expect(await tell('battery.soc.min', 35)).toMatchObject({ outcome: 'confirmed', before: 20, after: 35 });
  expect((await field.capabilities('mine')).map(({ name, current }) => [name, current])).toEqual([
    ['battery.soc.min', 35],
    ['battery.mode', 'hold'],
  ]);
});

test('the hybrid is found by what its probe says, and only so', async (context) => {
  const definition = example('my-hybrid.yaml');
  let mode = 1;
  const address = await slave(context, {
    unit: 2,
    framing: 'tcp',
    show: ({ input }) => {
      input.open(10, 8, 0x4142);
      input.set(100, 0, 0, 0, 0, 655, 1352, mode, 0);
    },
  });
  const { field } = openedField(context, { definitions: [definition] });
  expect(await field.testDevice(`${address}?unit=2`)).toMatchObject({ protocol: 'my-hybrid' });
  mode = 3;
  await expect(field.testDevice(`${address}?unit=2`)).rejects.toMatchObject({ code: 'link.timeout' });
});

/** Two hexadecimal digits over the line, as the example's `lines` say; written apart from the codec. */
function guarded(text: string): string {
  let sum = 0;
  for (const letter of text) sum ^= letter.charCodeAt(0);
  return `${text}${sum.toString(16).padStart(2, '0').toUpperCase()}\r\n`;
}

/** A server that knows some lines by heart. */
async function textServer(context: TestContext, answers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((socket) => {
    let held = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      held += bytes.toString('latin1');
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end + 2);
        held = held.slice(end + 2);
        const asked = Object.keys(answers).find((text) => guarded(text) === line);
        // The echo of a two-wire adapter comes first, the answer in two pieces.
        const answer = guarded(asked === undefined ? '#NO' : `#${answers[asked] ?? ''}`);
        socket.write(line + answer.slice(0, 5));
        setImmediate(() => socket.write(answer.slice(5)));
      }
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  context.onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return `tcp://127.0.0.1:${address.port}`;
}

test('the text inverter: fields, computed power, warnings and who it is', async (context) => {
  const definition = example('my-text-inverter.yaml');
  const answers = {
    // Feeds in 730 W (the maker's sign), discharges 10.2 A at 52.1 V; a warning.
    'LIVE?': '02410 123456 00730 0521 000 102 087 77 G 0101',
    'SET?': '01 020',
    'WHO?': 'M=TX5000 2.1 b',
  };
  const address = await textServer(context, answers);
  const { field, heard } = openedField(context, { definitions: [definition] });
  const tested = await field.testDevice(address);
  expect(tested).toMatchObject({ protocol: 'my-text-inverter', identity: { model: 'TX5000', firmware: '2.1 b' } });
  await field.start(record('my-text-inverter', address));
  await eventually(() => expect(latest(heard.batches)).toHaveProperty('battery.power'));
  expect(latest(heard.batches)).toEqual({
    'pv.power': 2410,
    'pv.energy': 1_234_560,
    'grid.power': -730,
    'battery.voltage': 52.1,
    'battery.soc': 87,
    'battery.power': 531.42,
    'inverter.mode': 'On-grid',
    'inverter.warning': 'Battery low, Grid lost',
  });
});

test('a device whose file has problems shows them, and disturbs nobody', async (context) => {
  const problems = [because('file.among', { file: 'mine.yaml', reason: because('device-file.no-file') })];
  const { field } = openedField(context, { broken: [{ file: 'mine.yaml', id: 'mine', problems }] });
  await field.start(record('mine', 'tcp://127.0.0.1:1'));
  expect(field.status('mine').state).toBe('misconfigured');
  expect(field.status('mine').failure?.error.message).toContain('mine.yaml: it is not a file');
});
