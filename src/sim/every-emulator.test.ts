// Every emulated device against its definition: the powers of a home balance in what is read from each inverter, and what
// arrives in any pieces, damaged or hostile, costs neither a frame nor the memory.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '#core/bytes.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { askableName } from '#devices/find-command.ts';
import { definitions } from '#devices/registry.ts';
import { toldMetrics } from '#devices/told-metrics.ts';
import { createMessageDevice, emulated, emulatedHttp } from './emulators.ts';
import { emulatedNodes } from './esphome-node.ts';
import { createHome } from './home.ts';
import { liveRound, type Unit, unitOf } from './testing/live-round.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T00:00:00Z'), seed: 4, soc: 60 });

/** Moments of a summer day: night on the battery, morning, noon with feed-in, evening. */
const moments = ['02:00', '07:30', '11:30', '19:45'].map((time) => {
  home.advance(Date.parse(`2026-06-20T${time}:00Z`));
  return home.snapshot();
});
const [night] = moments;
if (night === undefined) throw new Error('no moment');
const units: readonly Unit[] = emulated.map((id) => unitOf(id, () => night));

test('every definition of a device on a line has an emulator', () => {
  const ids = definitions.flatMap(({ id, mode }) => (mode === 'mqtt' || mode === 'http' ? [] : [id]));
  expect(emulated.toSorted()).toEqual(ids.toSorted());
  expect(units).toHaveLength(ids.length);
});

const powers = ['pv.power', 'grid.power', 'battery.power', 'load.power'] as const;
type Power = (typeof powers)[number];

test('every definition of a device that answers HTTP has an emulator', () => {
  const ids = definitions.flatMap(({ id, links }) => (links.some((link) => link === 'http') ? [id] : []));
  expect(emulatedHttp.toSorted()).toEqual(ids.toSorted());
});

test('every definition of a node with a native API has an emulator', () => {
  const ids = definitions.flatMap(({ id, links }) => (links.some((link) => link === 'esphome') ? [id] : []));
  expect(emulatedNodes.toSorted()).toEqual(ids.toSorted());
});

test('every definition of a unit with a WebSocket of its own has an emulator', () => {
  const ids = definitions.flatMap(({ id, links }) => (links.some((link) => link === 'solar-assistant') ? [id] : []));
  // `start-emulation.ts` starts it.
  expect(ids).toEqual(['solar-assistant-live']);
});

test('every definition of a device that sends messages has an emulator', () => {
  // A charge point is a client of its own: `ocpp-charge-point.ts`.
  const ids = definitions.flatMap(({ id, mode, links }) =>
    mode === 'mqtt' && !links.some((link) => link === 'ocpp') ? [id] : [],
  );
  const home = { read: () => night, setRelay: () => undefined };
  expect(ids.filter((id) => createMessageDevice(id, home) === undefined)).toEqual([]);
  expect(ids.length).toBeGreaterThan(20);
});

test('load = pv + grid + battery, read from every inverter at night, in the morning, at noon and in the evening', () => {
  let checked = 0;
  for (const { id, definition } of units) {
    if (definition.kind !== 'inverter') continue;
    for (const plant of moments) {
      const read = liveRound(unitOf(id, () => plant));
      // For a power it does not measure the home's own stands in the balance; one its definition promises has to come.
      const told = toldMetrics(unitOf(id, () => plant).definition);
      const promised = powers.filter((power) => told.has(power));
      expect([id, powers.filter((power) => read.has(power))]).toEqual([id, promised]);
      const real: Readonly<Record<Power, number>> = {
        'pv.power': plant.pv.powerW,
        // A solar charger has no grid: what the sun gives goes to its battery and its load.
        'grid.power': id === 'vedirect' || id === 'victron-ble-mppt' ? 0 : plant.grid.powerW,
        'battery.power': plant.battery.powerW,
        'load.power': plant.load.powerW,
      };
      const [pv, grid, battery, load] = powers.map((power) => Number(read.get(power) ?? real[power]));
      // Volts times whole amperes: as far off as the digits of the coarsest device are.
      const off = Number(pv) + Number(grid) + Number(battery) - Number(load);
      expect([id, Math.abs(off) < 30]).toEqual([id, true]);
      checked += 1;
    }
  }
  const inverters = definitions.filter(({ kind, mode }) => kind === 'inverter' && mode !== 'mqtt' && mode !== 'http');
  expect(checked).toBe(moments.length * inverters.length);
  expect(inverters.length).toBeGreaterThan(0);
});

const framerOf = ({ definition }: Unit): Framer => definition.wire.framer();

/** Everything a device says in a live round, piece by piece. */
function spokenBy({ emulator, definition, wire }: Unit): readonly Uint8Array[] {
  if (wire === undefined || definition.mode !== 'request')
    return Array.from({ length: 6 }, () => emulator.speak?.bytes() ?? new Uint8Array());
  return definition.live.commands.map((name) => emulator.respond(wire.request(name)) ?? new Uint8Array());
}

const endOf = (framer: Framer): readonly Frame[] => framer.end?.() ?? [];
const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ bytes, fault }) => `${fault ?? 'good'} ${toHex(bytes)}`);

describe.each(units)('what $id says', (unit) => {
  const said = spokenBy(unit);
  const [first = new Uint8Array()] = said;
  const { maxFrame } = unit.definition.wire;

  test('is the same in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), fc.uint8Array({ maxLength: 6 }), (cuts, noise) => {
        const stream = concatBytes(first, noise, first);
        const whole = framerOf(unit);
        const cut = framerOf(unit);
        const places = [...new Set(cuts.map((at) => at % stream.length)), stream.length].toSorted((a, b) => a - b);
        const frames: Frame[] = [];
        let from = 0;
        for (const to of places) {
          frames.push(...cut.push(stream.subarray(from, to)));
          expect(cut.pending).toBeLessThanOrEqual(maxFrame);
          from = to;
        }
        const expected = [...whole.push(stream), ...endOf(whole)];
        expect(shown([...frames, ...endOf(cut)])).toEqual(shown(expected));
      }),
      { numRuns: 25 },
    );
  });

  test('is found again behind a damaged answer', () => {
    const framer = framerOf(unit);
    const good = framerOf(unit);
    const expected = shown([...good.push(first), ...endOf(good)]).filter((text) => text.startsWith('good'));
    expect(expected.length).toBeGreaterThan(0);
    const damaged = first.slice();
    const at = Math.floor(first.length / 2);
    damaged[at] = (damaged[at] ?? 0) ^ 0x04;
    const frames = shown([...framer.push(concatBytes(damaged, first)), ...endOf(framer)]);
    expect(frames.slice(-expected.length)).toEqual(expected);
  });

  test('is told from hostile bytes, which are held back no longer than a frame', () => {
    const { definition, wire } = unit;
    const names = definition.mode === 'request' ? definition.commands.map(askableName) : [];
    const hostile = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(first.length).map((length) => first.subarray(0, length)),
        fc.nat(first.length).map((from) => first.subarray(from)),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(hostile, fc.nat(), (parts, which) => {
        const framer = framerOf(unit);
        const frames: Frame[] = [];
        for (const part of parts) {
          frames.push(...framer.push(part));
          expect(framer.pending).toBeLessThanOrEqual(maxFrame);
        }
        const name = names[which % Math.max(1, names.length)] ?? '';
        for (const { bytes, fault } of [...frames, ...endOf(framer)]) {
          if (fault !== undefined) continue;
          expect(bytes.length).toBeLessThanOrEqual(maxFrame);
          if (wire === undefined || definition.mode !== 'request') continue;
          expect(['payload', 'ack', 'refused', 'foreign']).toContain(wire.answer(bytes, name).kind);
        }
      }),
      { numRuns: 40 },
    );
  });
});
