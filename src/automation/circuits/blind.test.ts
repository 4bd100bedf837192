// A circuit whose meter is not believed, second by second: what falls back, when, what is told, and how it comes back.
import { expect, test } from 'vitest';
import { plainly } from '#core/reason.ts';
import { compiled } from '../file/compile.ts';
import type { FileAutomation, FileCircuit } from '../file/words.ts';
import { makeBench } from '../testing/bench.ts';

const limit = 'charger.current.limit';
const wallbox = { device: 'garage', point: limit };
const boiler = { device: 'boiler', point: 'relay.on.1', takes: 9 };
const phases = ['grid.current.l1', 'grid.current.l2', 'grid.current.l3'];
const fuse: FileCircuit = { name: 'Fuse', measured: phases, limit: 25, back: '1 min', gives: [wallbox, boiler] };

interface Flat {
  readonly baseA: number;
  readonly carA: number;
  /** Nothing is heard of the meter. */
  readonly isSilent?: boolean;
  /** The meter says this for ever. */
  readonly repeats?: number;
}

/** A flat with a wallbox of 16 A and a boiler; both run. */
function flat(circuit: Partial<FileCircuit> = {}, file: FileAutomation = {}) {
  const outcome = compiled(
    { ...file, circuits: [{ ...fuse, ...circuit }] },
    { devices: ['garage', 'boiler', 'signal'] },
  );
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const bench = makeBench(outcome.program, {
    devices: {
      garage: {
        kind: 'charger',
        points: { 'charger.enabled': 1, [limit]: 16 },
        limits: { [limit]: { min: 6, max: 16, step: 1 } },
      },
      boiler: { points: { 'relay.on.1': 1 } },
      signal: {},
    },
  });
  const told: string[] = [];
  const run = (seconds: number, { baseA, carA, isSilent = false, repeats }: Flat): readonly string[] =>
    bench.run(seconds, {
      isSilent: true,
      each: () => {
        const car =
          bench.shows('garage', 'charger.enabled') === 1 ? Math.min(carA, Number(bench.shows('garage', limit))) : 0;
        const boilerA = bench.shows('boiler', 'relay.on.1') === 1 ? 9 : 0;
        bench.see('garage', { 'charger.current.l1': car, 'charger.current.l2': car, 'charger.current.l3': car });
        const flows = repeats ?? baseA + car + boilerA;
        if (!isSilent) bench.see('', { 'grid.current.l1': flows, 'grid.current.l2': 1, 'grid.current.l3': 1 });
        for (const { what } of bench.last()?.notices ?? []) if (what.kind === 'notify') told.push(plainly(what.title));
      },
    });
  return { bench, run, told };
}

test('a silent meter: the car falls to 6 A and the boiler goes off after a minute, once told; both come back by the room there is', () => {
  const one = flat();
  expect(one.run(30, { baseA: 0.5, carA: 10 })).toEqual([]);
  // Values count for 15 s; a minute of not knowing behind that.
  expect(one.run(120, { baseA: 0.5, carA: 10, isSilent: true })).toEqual([
    '105 garage charger.current.limit=6 protection',
    '105 boiler relay.on.1=0 protection',
  ]);
  expect(one.bench.holding('garage', limit)?.claims[0]?.claim.why.code).toBe('act.circuit-blind');
  // While nobody knows, nothing comes back, however long it is.
  expect(one.run(3600, { baseA: 0.5, carA: 10, isSilent: true })).toEqual([]);
  expect(one.told).toEqual(['A circuit is not measured']);
  // 6 A of 25: the boiler (9 A) after a minute, the car's 16 A a minute later, into the 10 A that are left.
  expect(one.run(300, { baseA: 0, carA: 10 })).toEqual([
    '3810 boiler relay.on.1=1 nobody',
    '3870 garage charger.current.limit=16 nobody',
  ]);
});

test('a meter that repeats itself while the car takes less is not believed', () => {
  const one = flat();
  expect(one.run(60, { baseA: 1, carA: 16, repeats: 20 })).toEqual([]);
  // The car takes 2 A less on each of three phases, and the meter says what it said.
  const lines = one.run(180, { baseA: 1, carA: 14, repeats: 20 });
  expect(lines).toEqual(['180 garage charger.current.limit=6 protection', '180 boiler relay.on.1=0 protection']);
  expect(one.run(600, { baseA: 1, carA: 14, repeats: 20 })).toEqual([]);
});

test('a steady meter beside a steady car is believed', () => {
  const one = flat();
  expect(one.run(7200, { baseA: 0, carA: 10 })).toEqual([]);
});

test('what is stated is what holds; what is to stay as it is stays; of a mean only what is stated', () => {
  const stated = flat({
    blind_after: '5 s',
    gives: [
      { ...wallbox, blind: 10 },
      { ...boiler, blind: 'keep' },
    ],
  });
  stated.run(30, { baseA: 0, carA: 16 });
  expect(stated.run(60, { baseA: 0, carA: 16, isSilent: true })).toEqual([
    '50 garage charger.current.limit=10 protection',
  ]);
  const paused = flat({ blind_after: '5 s', gives: [{ ...wallbox, blind: 0 }] });
  paused.run(30, { baseA: 0, carA: 16 });
  expect(paused.run(60, { baseA: 0, carA: 16, isSilent: true })).toContain('50 garage charger.enabled=0 protection');
  const mean = flat({ mean: '15 min' });
  mean.run(30, { baseA: 0, carA: 12 });
  expect(mean.run(600, { baseA: 0, carA: 12, isSilent: true })).toEqual([]);
});

test('what gave way before stays where it is, and nobody else begins meanwhile', () => {
  const one = flat(
    {},
    {
      rules: [
        {
          name: 'Hot',
          while: 'relay.on.1 of signal',
          do: [{ kind: 'set', device: 'boiler', point: 'relay.on.1', value: 'on' }],
        },
      ],
    },
  );
  one.bench.turn('boiler', 'relay.on.1', 0);
  one.run(10, { baseA: 16, carA: 16 });
  expect(one.bench.shows('garage', limit)).toBe(9);
  one.run(200, { baseA: 16, carA: 16, isSilent: true });
  expect(one.bench.shows('garage', limit)).toBe(6);
});

test('a signal of the operator that is not known any more holds on', () => {
  const one = flat({ when: 'relay.on.2 of signal', limit: 20 });
  one.bench.see('signal', { 'relay.on.2': 1 });
  // 16 and 9 A are 5 too much.
  expect(one.run(10, { baseA: 0, carA: 16 })).toEqual(['3 garage charger.current.limit=11 protection']);
  expect(one.run(600, { baseA: 0, carA: 16 })).toEqual([]);
  one.bench.see('signal', { 'relay.on.2': 0 });
  expect(one.run(10, { baseA: 0, carA: 16 })).toEqual(['610 garage charger.current.limit=16 nobody']);
});
