// Emulated batteries and Victron devices read by the definitions: both are written from the makers' documents, neither from the
// other. By day the battery is charged, by night it feeds the home; signs and power balance must hold in both.
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Definition } from '#devices/definition.ts';
import { decodeFrame } from '#devices/decode-frame.ts';
import { fieldsOf, metricsOf } from '#devices/testing.ts';
import { definitionOf, definitions } from '#devices/registry.ts';
import { toldMetrics } from '#devices/told-metrics.ts';
import { defaultBattery } from './battery.ts';
import { createDalyEmulator } from './daly-emulator.ts';
import type { Emulator } from './emulator.ts';
import { createEmulator, emulated } from './emulators.ts';
import { createHome } from './home.ts';
import { createJk02Emulator } from './jk-record-emulator.ts';
import type { PlantSnapshot } from './plant.ts';

type Metrics = Record<string, number | string | boolean>;

function homeAt(moment: string, cells = 16): PlantSnapshot {
  const startMs = Date.parse(moment);
  const home = createHome({ startMs, seed: 4, soc: 55, battery: { ...defaultBattery, cells } });
  home.advance(startMs + 60_000);
  return home.snapshot();
}

const day = homeAt('2026-06-20T10:00:00Z');
const night = homeAt('2026-06-20T23:00:00Z');

/** The live values of a device as its definition reads them. */
function read(definition: Definition, emulator: Emulator): Metrics {
  if (definition.mode === 'push') {
    const bytes = emulator.speak?.bytes() ?? new Uint8Array();
    return metricsOf(definition, decodeFrame(definition, definition.reports[0]?.name ?? '', bytes));
  }
  if (definition.mode !== 'request') throw new Error('no device on a link');
  const found: Metrics = {};
  for (const name of definition.live.commands) {
    const request = definition.wire.request(name);
    // In two pieces, as a line brings them.
    expect(emulator.takeRequest(request.subarray(0, 3)).request).toBeUndefined();
    const taken = emulator.takeRequest(request);
    expect(taken).toEqual({ request, used: request.length });
    const answer = emulator.respond(request);
    expect(answer, `${definition.id} ${name}`).toBeDefined();
    const report = decodeFrame(definition, name, answer ?? new Uint8Array());
    expect(report.answer, `${definition.id} ${name}`).toEqual({ kind: 'payload' });
    expect(report.problems).toEqual([]);
    Object.assign(found, metricsOf(definition, report));
  }
  return found;
}

/** The ids of the batteries on a line and of Victron's devices, where their definition promises this. */
const promising = (promise: (metric: MetricId) => boolean): readonly string[] =>
  definitions
    .filter(
      ({ kind, mode, id }) => mode !== 'mqtt' && mode !== 'http' && (kind === 'battery' || id.startsWith('vedirect')),
    )
    .filter((definition) => [...toldMetrics(definition)].some(promise))
    .map(({ id }) => id);

// The first JK by serial has a test file of its own: jk-emulator.test.ts.
// A lithium battery of 12.8 V has no room for the voltage of a house's, and tells its cells in steps of 0.01 V.
const ids = promising(() => true).filter((id) => id !== 'jk-serial' && id !== 'victron-ble-lithium');
/** Those that measure what goes in and out of the whole battery; a charger knows only its own part. */
const powers = promising((metric) => metric === 'battery.power');
const measuring = ids.filter((id) => powers.includes(id) && definitionOf(id).kind === 'battery');

describe('emulators', () => {
  it('are there for every definition', () => expect(ids.filter((id) => !emulated.includes(id))).toEqual([]));

  it.each(ids)('%s is read whole, by day and by night', (id) => {
    const definition = definitionOf(id);
    for (const plant of [day, night]) {
      const metrics = read(definition, createEmulator(id, () => plant)!);
      expect(metrics['battery.voltage']).toBeCloseTo(plant.battery.voltageV, 0);
    }
  });

  it.each(measuring)('%s: sign and size of current and power', (id) => {
    for (const plant of [day, night]) {
      const { currentA, powerW, soc } = plant.battery;
      expect(Math.abs(currentA)).toBeGreaterThan(1);
      const metrics = read(definitionOf(id), createEmulator(id, () => plant)!);
      expect(Math.abs(Number(metrics['battery.current']) - currentA)).toBeLessThan(0.06);
      expect(Math.abs(Number(metrics['battery.soc']) - soc)).toBeLessThan(0.6);
      expect(Math.abs(Number(metrics['battery.power']) - powerW)).toBeLessThan(4);
      // load = pv + grid + battery, with the battery as this device measures it.
      const balance = plant.pv.powerW + plant.grid.powerW + Number(metrics['battery.power']) - plant.load.powerW;
      expect(Math.abs(balance)).toBeLessThan(4);
    }
  });

  it.each(['vedirect', 'vedirect-hex'])('%s: what the sun gives goes into the battery', (id) => {
    const metrics = read(definitionOf(id), createEmulator(id, () => day)!);
    expect(Math.abs(Number(metrics['pv.power']) - day.pv.powerW)).toBeLessThan(1);
    expect(Number(metrics['battery.current'])).toBeLessThan(-1);
    expect(metrics['inverter.mode']).toBe('Bulk');
    expect(read(definitionOf(id), createEmulator(id, () => night)!)).toMatchObject({
      'pv.power': 0,
      'inverter.mode': 'Off',
    });
  });

  const cells = promising((metric) => /^battery\.cell\.voltage\.\d+$/.test(metric));
  const withCells = ids.filter((id) => cells.includes(id));
  it.each(withCells)('%s: every cell, and no more', (id) => {
    for (const count of [8, 15, 16]) {
      const plant = homeAt('2026-06-20T10:00:00Z', count);
      const metrics = read(definitionOf(id), createEmulator(id, () => plant)!);
      const found = Object.keys(metrics).filter((metric) => /^battery\.cell\.voltage\.\d+$/.test(metric));
      expect(found).toHaveLength(count);
      for (const [index, volts] of plant.battery.cellsV.entries())
        expect(Math.abs(Number(metrics[`battery.cell.voltage.${index + 1}`]) - volts)).toBeLessThan(0.0011);
    }
  });

  it('both layouts of JK02 are told apart', () => {
    for (const generation of ['jk02-24', 'jk02-32'] as const) {
      const metrics = read(definitionOf('jk02'), createJk02Emulator({ read: () => night, generation }));
      expect(Math.abs(Number(metrics['battery.current']) - night.battery.currentA)).toBeLessThan(0.01);
      expect(metrics).not.toHaveProperty(['battery.temperature.2']);
    }
  });

  it('Daly with all frames and with those it needs say the same', () => {
    const all = read(definitionOf('daly'), createDalyEmulator({ read: () => day, sendsAllFrames: true }));
    expect(all).toEqual(read(definitionOf('daly'), createDalyEmulator({ read: () => day })));
  });

  it.each([
    ['vedirect', 'EDD5', 'charger_voltage'],
    ['vedirect-bmv', 'ED8D', 'main_voltage'],
  ])('%s: HEX between the blocks of text does not disturb them, and is told', (id, register, field) => {
    const emulator = createEmulator(id, () => day)!;
    const definition = definitionOf(id);
    const stream = concatBytes(...Array.from({ length: 12 }, () => emulator.speak?.bytes() ?? new Uint8Array()));
    if (definition.mode !== 'push') throw new Error('it listens');
    const frames = definition.wire.framer().push(stream);
    expect(frames.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const spoken = frames.map(({ bytes }) => definition.wire.read(bytes)!);
    expect(spoken.filter((one) => !definition.matches(one))).toEqual([]);
    const values = frames
      .filter((_, index) => spoken[index]!.report === register)
      .map(({ bytes }) => fieldsOf(decodeFrame(definition, register, bytes))[field]);
    expect(values.length).toBeGreaterThanOrEqual(2);
    for (const volts of values) expect(Number(volts)).toBeCloseTo(day.battery.voltageV, 1);
    expect(spoken.filter(({ report }) => report === 'text').length).toBeGreaterThanOrEqual(12);
  });

  it.each(ids.filter((id) => definitionOf(id).mode === 'request'))(
    '%s stays silent or refuses what is damaged',
    (id) => {
      const emulator = createEmulator(id, () => day)!;
      const definition = definitionOf(id);
      if (definition.mode !== 'request') throw new TypeError(`assertion: ${id} is asked`);
      const request = definition.wire.request(definition.live.commands[0]!).slice();
      const at = request.length - 3;
      request[at] = request[at]! ^ 1;
      // What has a good sum is a request; some look at more only when they answer.
      const { request: whole } = emulator.takeRequest(request);
      const answer = whole === undefined ? undefined : emulator.respond(whole);
      const kind =
        answer === undefined ? 'silent' : decodeFrame(definition, definition.live.commands[0]!, answer).answer.kind;
      expect(['silent', 'refused']).toContain(kind);
    },
  );

  it('a device at another address does not answer', () => {
    const definition = definitionOf('pylontech');
    if (definition.mode !== 'request') throw new Error('it is asked');
    const request = definition.wireAt!('serial', { unit: 5 }).request('42');
    expect(createEmulator('pylontech', () => day)!.respond(request)).toBeUndefined();
    expect(createEmulator('jk-pb', () => day)!.takeRequest(fromHex('05101620000102000092f1'))).toEqual({ used: 11 });
  });
});

describe('the switches of a JBD board', () => {
  const definition = definitionOf('jbd');
  if (definition.mode !== 'request') throw new TypeError('jbd is asked');
  const { wire, writes } = definition;
  const [write] = writes;

  it.each([
    ['charging off', 'dd5ae1020001ff1c77', { charge_mos_on: false, discharge_mos_on: true }],
    ['discharging off', 'dd5ae1020002ff1b77', { charge_mos_on: true, discharge_mos_on: false }],
    ['both off', 'dd5ae1020003ff1a77', { charge_mos_on: false, discharge_mos_on: false }],
    ['both on', 'dd5ae1020000ff1d77', { charge_mos_on: true, discharge_mos_on: true }],
  ])('%s', (word, hex, shown) => {
    const emulator = createEmulator('jbd', () => day)!;
    const letters = write!.request(word)!;
    const request = wire.request(letters);
    expect(toHex(request)).toBe(hex);
    expect(wire.answer(request, letters).kind).toBe('foreign');
    expect(wire.answer(emulator.respond(request)!, letters)).toEqual({ kind: 'ack' });
    const told = decodeFrame(definition, '03', emulator.respond(wire.request('03'))!);
    expect(fieldsOf(told)).toMatchObject(shown);
  });

  it('are dangerous, and nothing else is written', () => {
    expect(write).toMatchObject({ name: 'E1', dangerous: true });
    expect(wire.answer(createEmulator('jbd', () => day)!.respond(wire.request('E1=0007'))!, 'E1=0007').kind).toBe(
      'refused',
    );
  });
});

describe('the switches of boards that set each on its own', () => {
  // JK 4E 57: frames that people use on their boards. Daly: id, the value as the first byte, the sum. JK PB: 32 bits by function 16.
  it.each([
    ['jk-serial', 'AB', 'off', '4e57001400000000020302ab000000000068000001d3', 'charge_enabled'],
    ['jk-serial', 'AB', 'on', '4e57001400000000020302ab010000000068000001d4', 'charge_enabled'],
    ['jk-serial', 'AC', 'off', '4e57001400000000020302ac000000000068000001d4', 'discharge_enabled'],
    ['daly', 'DA', 'on', 'a580da08010000000000000008', 'charging_mos_tube_status'],
    ['daly40', 'D9', 'off', 'a540d9080000000000000000c6', 'discharging_mos_tube_status'],
    ['jk-pb', '1070', 'off', '0110107000020400000000394b', 'charge_enabled'],
    ['jk-pb', '1074', 'on', '0110107400020400000001f978', 'discharge_enabled'],
  ])('%s %s %s', (...[id, name, value, hex, field]) => {
    const definition = definitionOf(id);
    if (definition.mode !== 'request') throw new TypeError(`${id} is asked`);
    const { wire, writes } = definition;
    const write = writes.find((one) => one.name === name)!;
    expect(write.dangerous).toBe(true);
    const letters = write.request(value)!;
    const request = wire.request(letters);
    expect(toHex(request)).toBe(hex);
    expect(wire.answer(request, letters).kind).toBe('foreign');
    const emulator = createEmulator(id, () => day)!;
    const taken = emulator.takeRequest(request);
    expect(taken).toEqual({ request, used: request.length });
    const [frame] = wire.framer().push(emulator.respond(request)!);
    expect(wire.answer(frame!.bytes, letters)).toEqual({ kind: 'ack' });
    const { command } = write.readBack!;
    const told = decodeFrame(definition, command, emulator.respond(wire.request(command))!);
    expect(fieldsOf(told)[field]).toBe(value === 'on');
  });
});
