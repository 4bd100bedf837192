// Every emulated Modbus device, filled from documents, is read by its definition: values, signs and the power balance.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { WireFormat } from '#codec/wire.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import { pzem004t } from '#devices/pzem/pzem-004t.ts';
import { definitions } from '#devices/registry.ts';
import type { Emulator, ReadPlant } from './emulator.ts';
import { createDatagramEmulator, createEmulator } from './emulators.ts';
import { homeValues } from './home-values.ts';
import { createPzem004t } from './modbus-meters.ts';
import type { PlantSnapshot } from './plant.ts';
import { exchange, readAll, wireOverTcp } from './testing/modbus-round-trip.ts';
import { homeMoments } from './testing/moments.ts';
import { createDeyeBehindLogger } from './modbus-deye.ts';

const moments = homeMoments();
const [first] = moments;
if (first === undefined) throw new TypeError('assertion: there is a moment');
const night = first.plant;

/** How far off a device with the steps of most is, in the metric's unit; one that is coarser says so itself (`steps`). */
const usualSteps: Readonly<Partial<Record<MetricId, number>>> = {
  'pv.power': 16,
  'pv.energy': 1000,
  'battery.power': 15,
  'battery.voltage': 0.1,
  'battery.current': 0.5,
  'battery.soc': 0.6,
  'battery.temperature': 0.6,
  'battery.energy.charge': 1000,
  'battery.energy.discharge': 1000,
  'load.power': 10,
  'load.energy': 1000,
  'grid.power': 10,
  'grid.power.l1': 1,
  'grid.power.l2': 1,
  'grid.power.l3': 1,
  'grid.voltage': 0.1,
  'grid.voltage.l1': 0.1,
  'grid.voltage.l2': 0.1,
  'grid.voltage.l3': 0.1,
  'grid.current': 0.1,
  'grid.current.l1': 0.1,
  'grid.current.l2': 0.1,
  'grid.current.l3': 0.1,
  'grid.power_apparent': 10,
  'grid.power_apparent.l1': 1,
  'grid.power_apparent.l2': 1,
  'grid.power_apparent.l3': 1,
  'grid.power_reactive': 1,
  'grid.power_factor.l1': 0.01,
  'grid.power_factor.l2': 0.01,
  'grid.power_factor.l3': 0.01,
  'grid.energy.import.l1': 1000,
  'grid.energy.import.l2': 1000,
  'grid.energy.import.l3': 1000,
  'grid.energy.export.l1': 1000,
  'grid.energy.export.l2': 1000,
  'grid.energy.export.l3': 1000,
  'load.power.l1': 2,
  'load.power.l2': 2,
  'load.power.l3': 2,
  'inverter.bus.voltage': 0.1,
  'grid.frequency': 0.06,
  'grid.energy.import': 1000,
  'grid.energy.export': 1000,
  'inverter.temperature': 1,
};

const stringSteps: ReadonlyMap<string, number> = new Map([
  ['power', 16],
  ['voltage', 0.1],
  ['current', 0.1],
]);

/** How far off a metric may be, a string's whichever it is. */
function stepOf(metric: MetricId, { steps = {} }: Emulator): number | undefined {
  const ofString = stringSteps.get(/^pv\.(power|voltage|current)\.s\d$/.exec(metric)?.[1] ?? '');
  return steps[metric] ?? usualSteps[metric] ?? ofString;
}

/** What is wrong with the metrics that were read from an emulator in such a home. */
function wrongIn(
  metrics: Readonly<Record<string, number | string>>,
  emulator: Emulator,
  plant: PlantSnapshot,
): string[] {
  const values = homeValues(emulator.sees?.(plant) ?? plant, emulator.strings);
  const ids = Object.keys(metrics).filter(isMetricId);
  return ids.flatMap((metric) => {
    const [value, wanted, step] = [metrics[metric], values[metric], stepOf(metric, emulator)];
    if (typeof value !== 'number' || wanted === undefined || step === undefined) return [];
    return Math.abs(value - wanted) <= step ? [] : [`${metric}: ${value} instead of ${wanted}`];
  });
}

test('the moments hold feed-in and import, charge and discharge, and each phase drawing and feeding', () => {
  expect(moments.some(({ plant }) => plant.grid.phases.every(({ powerW }) => powerW > 10))).toBe(true);
  expect(moments.some(({ plant }) => plant.grid.powerW < -200)).toBe(true);
  expect(moments.some(({ plant }) => plant.battery.powerW < -200)).toBe(true);
  expect(moments.some(({ plant }) => plant.battery.powerW > 200)).toBe(true);
  for (const phase of [0, 1, 2] as const)
    expect(moments.some(({ plant }) => plant.grid.phases[phase].powerW < -200)).toBe(true);
});

/** Those that are asked by unit address. */
const addressed = definitions.filter(
  (definition): definition is RequestDefinition =>
    definition.mode === 'request' && definition.kind !== 'battery' && definition.wireAt !== undefined,
);

interface Case {
  readonly id: string;
  readonly by: string;
  readonly definition: RequestDefinition;
  readonly wire: WireFormat;
  make(read: ReadPlant): Emulator;
}

const logger = 2_612_749_371;
const cases: readonly Case[] = addressed.flatMap((definition) => {
  const { id, wireAt } = definition;
  const isHere = (make: (id: string, read: ReadPlant) => Emulator | undefined): boolean =>
    make(id, () => night) !== undefined;
  const by = (way: string, wire: WireFormat, make: (id: string, read: ReadPlant) => Emulator | undefined): Case => ({
    id,
    by: way,
    definition,
    wire,
    make(read) {
      const emulator = make(id, read);
      if (emulator === undefined) throw new TypeError(`no emulator of ${id}`);
      return emulator;
    },
  });
  return [
    ...(isHere(createEmulator) ? [by('tcp', wireOverTcp(definition), createEmulator)] : []),
    ...(isHere(createDatagramEmulator)
      ? [by('udp', wireAt?.('udp', {}) ?? definition.wire, createDatagramEmulator)]
      : []),
    ...(id === 'deye-p3' && wireAt !== undefined
      ? [by('logger', wireAt('tcp', { logger }), (_, read) => createDeyeBehindLogger(read, logger))]
      : []),
  ];
});

test('every device is tried in every way', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(addressed.length);
  expect(new Set(cases.map(({ by }) => by))).toEqual(new Set(['tcp', 'udp', 'logger']));
});

describe.each(cases)('$id by $by', ({ definition, wire, make }) => {
  test.each(moments)('at $time shows the home as it is', ({ plant }) => {
    const emulator = make(() => plant);
    const { metrics, troubles } = readAll(emulator, definition, wire);
    expect(troubles).toEqual([]);
    expect(wrongIn(metrics, emulator, plant)).toEqual([]);
    expect(Object.keys(metrics).filter((metric) => !isMetricId(metric))).toEqual([]);
    expect(
      Object.keys(metrics)
        .filter(isMetricId)
        .filter((metric) => stepOf(metric, emulator) !== undefined).length,
    ).toBeGreaterThanOrEqual(3);
  });
});

const sides = ['pv.power', 'grid.power', 'battery.power', 'load.power'] as const;

/** Those that tell all four powers. */
const balanced = cases.flatMap((device) => {
  const { metrics } = readAll(
    device.make(() => night),
    device.definition,
    device.wire,
  );
  return sides.every((side) => side in metrics) ? [device] : [];
});

test('hybrids tell sun, grid, battery and load', () => {
  expect(balanced.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['sungrow-hybrid', 'growatt-sph', 'growatt-mod', 'goodwe-et', 'deye-p1', 'deye-p3']),
  );
});

describe.each(balanced)('$id by $by', ({ definition, wire, make }) => {
  test.each(moments)('at $time its powers balance', ({ plant }) => {
    const { metrics } = readAll(
      make(() => plant),
      definition,
      wire,
    );
    const [pv = NaN, grid = NaN, battery = NaN, load = NaN] = sides.map((side) => Number(metrics[side]));
    expect(Math.abs(pv + grid + battery - load)).toBeLessThan(25);
  });
});

describe('an emulated Modbus device', () => {
  const plant = moments[2]?.plant;
  if (plant === undefined) throw new Error('no moment');

  test('answers as recorded from a real PZEM-004T', () => {
    const emulator = createPzem004t(() => ({
      ...plant,
      grid: {
        ...plant.grid,
        frequencyHz: 50,
        phases: [
          { powerW: 24.4, voltageV: 225.7, currentA: 0.108, apparentVA: 24.4, importWh: 38, exportWh: 0 },
          plant.grid.phases[1],
          plant.grid.phases[2],
        ],
      },
    }));
    const { request } = emulator.takeRequest(fromHex('f804 0000 000a 6464'));
    expect(toHex(emulator.respond(request ?? new Uint8Array()) ?? new Uint8Array())).toBe(
      toHex(fromHex('010414 08D1 006C 0000 00F4 0000 0026 0000 01F4 0064 0000 5134')),
    );
  });

  test('refuses what it does not have, keeps what is written, resets its counter', () => {
    const definition = pzem004t;
    const emulator = createPzem004t(() => plant);
    const ask = (command: string) => exchange(emulator, definition.wire, command);
    expect(ask('holding 100 2')).toMatchObject({ kind: 'refused' });
    expect(ask('write 9 1')).toMatchObject({ kind: 'refused' });
    const write = definition.writes.find(({ name }) => name === 'power_alarm_threshold')?.request(5000);
    expect(write).toBe('write 1 5000');
    expect(ask(write ?? '')).toEqual({ kind: 'ack' });
    expect(readAll(emulator, definition).fields).toMatchObject({ power_alarm_threshold: 5000 });
    expect(ask('call 66')).toEqual({ kind: 'ack' });
    expect(readAll(emulator, definition).fields).toMatchObject({ energy: 0 });
  });

  test('passes over noise and another unit', () => {
    const emulator = createPzem004t(() => plant);
    const whole = concatBytes(fromHex('00ff'), fromHex('f804 0000 000a 6464'));
    let used = 0;
    let request: Uint8Array | undefined;
    for (let turn = 0; turn < 5 && request === undefined; turn += 1) {
      const taken = emulator.takeRequest(whole.subarray(used));
      used += taken.used;
      request = taken.request;
    }
    expect(toHex(request ?? new Uint8Array())).toBe('f8040000000a6464');
  });
});
