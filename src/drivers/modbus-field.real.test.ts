// Modbus devices through the whole gateway: address, line, discovery, reading, over real sockets.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { builtIn } from '#devices/on-demand.ts';
import type { Emulator, ReadPlant } from '#sim/emulator.ts';
import { createHome } from '#sim/home.ts';
import { createDeyeBehindLogger } from '#sim/modbus-deye.ts';
import { createDatagramEmulator, createEmulator } from '#sim/emulators.ts';
import { startUdpServer } from '#sim/udp-server.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { makeLink } from '#transport/open-link.ts';
import { openField } from './open-field.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T11:00:00Z'), seed: 4, soc: 50 });
home.advance(Date.parse('2026-06-20T11:30:00Z'));
const plant = home.snapshot();
const read: ReadPlant = () => plant;

function fieldFor(context: TestContext) {
  const batches: Batch[] = [];
  const field = openField({
    definitions: builtIn.listed,
    clock,
    random: () => 0.5,
    log: { info: () => undefined, warn: () => undefined, error: (fields) => expect(fields).toBeUndefined() },
    makeLink: (address) => makeLink(address, { clock }),
    findPorts: async () => [],
  });
  context.onTestFinished(() => field.close());
  const listener = { onBatch: (batch: Batch) => void batches.push(batch), onStatus: () => undefined };
  return { field, listener, batches };
}

async function served(context: TestContext, emulator: Emulator | undefined): Promise<string> {
  if (emulator === undefined) throw new Error('no emulator');
  const server = await startWireServer({ emulator, clock, thinkMs: 1 });
  context.onTestFinished(() => server.close());
  return server.address;
}

const made = (id: string): Emulator | undefined => createEmulator(id, read);

test.for([
  // The maker's sign: feed-in is positive.
  ['sungrow-hybrid', '', 'grid.power', -plant.grid.powerW],
  ['eastron-sdm630', '', 'grid.power', plant.grid.powerW],
  ['pzem-004t', '?unit=1', 'grid.voltage', plant.grid.phases[0].voltageV],
  ['fronius-gen24', '', 'battery.power', plant.battery.powerW],
  ['fronius-meter', '', 'grid.power', plant.grid.powerW],
  ['sma-hybrid', '?unit=3', 'battery.power', plant.battery.powerW],
] as const)('%s%s is tried over TCP', async ([id, options, metric, expected], context) => {
  const { field } = fieldFor(context);
  const tested = await field.testDevice(`${await served(context, made(id))}${options}`, id);
  const value = tested.values.find((row) => row.metric === metric)?.value;
  expect(value).toBeTypeOf('number');
  expect(Math.abs(Number(value) - expected)).toBeLessThan(16);
  expect(tested.plausibility.code).toMatch(/^test\.(plausible|unread)$/);
});

test('a SunSpec device says what it is after its map was walked', async (context) => {
  const { field } = fieldFor(context);
  const tested = await field.testDevice(await served(context, made('fronius-gen24')), 'fronius');
  expect(tested.identity).toEqual({ model: 'Symo GEN24 10.0 Plus', serial: '32334455', firmware: '1.28.7-1' });
});

test('a device at another unit address or framing is not heard', async (context) => {
  const { field } = fieldFor(context);
  const address = await served(context, made('fronius-meter'));
  await expect(field.testDevice(`${address}?unit=7`, 'fronius-meter')).rejects.toMatchObject({
    code: 'frame.malformed',
  });
});

test('a device behind a Solarman logger needs the logger’s number', async (context) => {
  const { field } = fieldFor(context);
  const address = await served(context, createDeyeBehindLogger(read, 2_612_749_371));
  const tested = await field.testDevice(`${address}?logger=2612749371`, 'deye-p3');
  const power = tested.values.find(({ metric }) => metric === 'battery.power')?.value;
  expect(Math.abs(Number(power) - plant.battery.powerW)).toBeLessThan(2);
  await expect(field.testDevice(`${address}?logger=1`, 'deye-p3')).rejects.toThrow(
    'logger 2612749371 answers; logger 1 was asked',
  );
});

test('a GoodWe answers datagrams, also in two parts', async (context) => {
  const { field } = fieldFor(context);
  const emulator = createDatagramEmulator('goodwe-et', read);
  if (emulator === undefined) throw new Error('no emulator');
  const server = await startUdpServer({ emulator, clock });
  context.onTestFinished(() => server.close());
  for (const splitMs of [0, 20]) {
    await server.faults.set({ splitMs });
    const tested = await field.testDevice(server.address, 'goodwe-et');
    expect(tested.identity).toMatchObject({ model: 'GW10K-ET', serial: '9010KETU000W0000' });
    const power = tested.values.find(({ metric }) => metric === 'grid.power')?.value;
    expect(Math.abs(Number(power) - -plant.grid.powerW)).toBeLessThan(2);
  }
});

test('two units share one line and are polled side by side', async (context) => {
  const { field, listener, batches } = fieldFor(context);
  const [sun, meter] = [made('fronius-gen24'), made('fronius-meter')];
  if (sun === undefined || meter === undefined) throw new Error('no emulator');
  // One port, two units behind it, as in a Fronius inverter with its meter.
  const both: Emulator = { ...sun, respond: (request) => (request[6] === 200 ? meter : sun).respond(request) };
  const address = await served(context, both);
  const record = (id: string, definition: string, unit: number) => ({
    id,
    site: 'home',
    name: id,
    definition,
    address: `${address}?unit=${unit}`,
    settings: {},
  });
  await field.start(record('inverter', 'fronius-gen24', 1), listener);
  await field.start(record('meter', 'fronius-meter', 200), listener);
  await expect
    .poll(() => ['inverter', 'meter'].map((id) => field.status(id).state), { timeout: 20_000 })
    .toEqual(['online', 'online']);
  await expect
    .poll(
      () => batches.filter(({ device }) => device === 'meter').some(({ metric }) => metric.includes('grid.power')),
      { timeout: 20_000 },
    )
    .toBe(true);
  await expect.poll(() => field.status('inverter').identity['serial'], { timeout: 20_000 }).toBe('32334455');
});

test('a target is refused where a protocol knows none, and kept off the line', async (context) => {
  const { field } = fieldFor(context);
  await expect(field.testDevice('udp://127.0.0.1:9?unit=3', 'goodwe-es')).rejects.toMatchObject({
    code: 'address.invalid',
  });
});
