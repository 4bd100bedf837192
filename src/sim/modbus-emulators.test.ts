// Every emulated Modbus device, filled from documents, is read by its definition: values, signs and the power balance.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { isMetricId } from '#core/catalogue.ts';
import type { WireFormat } from '#codec/wire.ts';
import type { PolledDefinition } from '#devices/definition.ts';
import { modbusDefinitions } from '#devices/modbus-definitions.ts';
import type { Emulator, ReadPlant } from './emulator.ts';
import { createHome } from './home.ts';
import { modbusMakers } from './modbus-emulators.ts';
import { createPzem004t } from './modbus-meters.ts';
import type { PlantSnapshot } from './plant.ts';
import { exchange, readAll, wireOverTcp } from './testing/modbus-round-trip.ts';
import { udpMakers } from './goodwe-emulator.ts';
import { createDeyeBehindLogger } from './modbus-deye.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T00:00:00Z'), seed: 4, soc: 60 });

/** Moments of a summer day: night on the battery, morning, noon with feed-in, evening. */
const moments = ['02:00', '07:30', '11:30', '19:45'].map((time) => {
  home.advance(Date.parse(`2026-06-20T${time}:00Z`));
  return { time, plant: home.snapshot() };
});

/** What the metrics of a home should be, and how far a device with its steps may be off. */
function expected({
  pv,
  battery,
  grid,
  load,
  inverter,
}: PlantSnapshot): Readonly<Record<string, readonly [value: number, step: number]>> {
  const [l1, l2, l3] = grid.phases;
  return {
    'pv.power': [pv.powerW, 16],
    'pv.power.s1': [pv.powerW, 16],
    'pv.voltage.s1': [pv.voltageV, 0.1],
    'pv.current.s1': [pv.currentA, 0.1],
    'pv.energy': [pv.energyWh, 1000],
    'battery.power': [battery.powerW, 15],
    'battery.voltage': [battery.voltageV, 0.1],
    'battery.current': [battery.currentA, 0.5],
    'battery.soc': [battery.soc, 0.6],
    'battery.temperature': [battery.cellC, 0.6],
    'battery.energy.charge': [battery.chargeWh, 1000],
    'battery.energy.discharge': [battery.dischargeWh, 1000],
    'load.power': [load.powerW, 10],
    'load.energy': [load.energyWh, 1000],
    'grid.power': [grid.powerW, 10],
    'grid.power.l1': [l1.powerW, 1],
    'grid.power.l2': [l2.powerW, 1],
    'grid.power.l3': [l3.powerW, 1],
    'grid.voltage': [l1.voltageV, 0.1],
    'grid.voltage.l1': [l1.voltageV, 0.1],
    'grid.voltage.l2': [l2.voltageV, 0.1],
    'grid.frequency': [grid.frequencyHz, 0.06],
    'grid.energy.import': [grid.importWh, 1000],
    'grid.energy.export': [grid.exportWh, 1000],
    'inverter.temperature': [inverter.temperatureC, 1],
  };
}

/** Devices that see one phase, or no direction. */
const onePhase = new Set(['pzem-004t', 'eastron-sdm120']);

/** Devices that cannot feed in, and draw less from the sun instead. */
const offGrid = new Set(['growatt-spf']);

function withoutFeedIn(plant: PlantSnapshot): PlantSnapshot {
  const { pv, grid } = plant;
  const powerW = pv.powerW - Math.max(0, -grid.powerW);
  const currentA = pv.voltageV > 0 ? powerW / pv.voltageV : 0;
  return { ...plant, pv: { ...pv, powerW, currentA }, grid: { ...grid, powerW: Math.max(0, grid.powerW) } };
}

function wanted(id: string, plant: PlantSnapshot): ReturnType<typeof expected> {
  const all = expected(offGrid.has(id) ? withoutFeedIn(plant) : plant);
  if (!onePhase.has(id)) return all;
  const [phase] = plant.grid.phases;
  const unsigned = id === 'pzem-004t';
  return {
    ...all,
    'grid.power': [unsigned ? Math.abs(phase.powerW) : phase.powerW, 1],
    'grid.energy.import': [unsigned ? phase.importWh + phase.exportWh : phase.importWh, 2],
    'grid.energy.export': [phase.exportWh, 2],
  };
}

test('the moments hold feed-in and import, charge and discharge', () => {
  expect(moments.some(({ plant }) => plant.grid.powerW < -200)).toBe(true);
  expect(moments.some(({ plant }) => plant.battery.powerW < -200)).toBe(true);
  expect(moments.some(({ plant }) => plant.battery.powerW > 200)).toBe(true);
});

test('every Modbus definition has an emulator', () => {
  expect(
    modbusDefinitions.map(({ id }) => id).filter((id) => modbusMakers[id] === undefined && udpMakers[id] === undefined),
  ).toEqual([]);
  expect(Object.keys({ ...modbusMakers, ...udpMakers }).sort()).toEqual(modbusDefinitions.map(({ id }) => id).sort());
});

interface Case {
  readonly id: string;
  readonly by: string;
  readonly definition: PolledDefinition;
  readonly wire: WireFormat;
  make(read: ReadPlant): Emulator;
}

const logger = 2_612_749_371;
const cases: readonly Case[] = modbusDefinitions.flatMap((definition) => {
  const { id, wireAt } = definition;
  const [tcp, udp] = [modbusMakers[id], udpMakers[id]];
  return [
    ...(tcp === undefined ? [] : [{ id, by: 'tcp', definition, wire: wireOverTcp(definition), make: tcp }]),
    ...(udp === undefined
      ? []
      : [{ id, by: 'udp', definition, wire: wireAt?.('udp', {}) ?? definition.wire, make: udp }]),
    ...(id === 'deye-p3' && wireAt !== undefined
      ? [
          {
            id,
            by: 'logger',
            definition,
            wire: wireAt('tcp', { logger }),
            make: (read: ReadPlant) => createDeyeBehindLogger(read, logger),
          },
        ]
      : []),
  ];
});

test('every way to a device is tried', () =>
  expect(
    cases
      .map(({ by }) => by)
      .filter((by) => by !== 'tcp')
      .sort(),
  ).toEqual(['logger', 'udp', 'udp', 'udp']));

describe.each(cases)('$id by $by', ({ id, definition, wire, make }) => {
  test.each(moments)('at $time shows the home as it is', ({ plant }) => {
    const { metrics, troubles } = readAll(
      make(() => plant),
      definition,
      wire,
    );
    expect(troubles).toEqual([]);
    const want = wanted(id, plant);
    const wrong = Object.entries(metrics).flatMap(([metric, value]) => {
      const [target, step] = want[metric] ?? [Number.NaN, 0];
      if (typeof value !== 'number' || Number.isNaN(target)) return [];
      return Math.abs(value - target) <= step ? [] : [`${metric}: ${value} instead of ${target}`];
    });
    expect(wrong).toEqual([]);
    expect(Object.keys(metrics).filter((metric) => !isMetricId(metric))).toEqual([]);
    expect(Object.keys(metrics).filter((metric) => metric in want).length).toBeGreaterThanOrEqual(3);
  });

  test.each(moments)('at $time its powers balance', ({ plant }) => {
    const { metrics } = readAll(
      make(() => plant),
      definition,
      wire,
    );
    const [pv, grid, battery, load] = ['pv.power', 'grid.power', 'battery.power', 'load.power'].map(
      (metric) => metrics[metric],
    );
    if (typeof pv !== 'number' || typeof grid !== 'number' || typeof battery !== 'number' || typeof load !== 'number')
      return;
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
    const definition = modbusDefinitions.find(({ id }) => id === 'pzem-004t');
    if (definition === undefined) throw new Error('no definition');
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
