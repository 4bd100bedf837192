// Cycles of a home that acts: what is commanded when, and by whom.
import { expect, test } from 'vitest';
import type { MetricValue } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { Claim } from './claim.ts';
import type { Part, Program } from './engine.ts';
import { makeBench } from './testing/bench.ts';

/** A part that wants a value from one second to another. */
function wants(
  value: MetricValue,
  {
    from,
    to,
    device = 'boiler',
    setPoint = 'relay.on.1',
    kind = 'rule',
  }: {
    readonly from: number;
    readonly to: number;
    readonly device?: string;
    readonly setPoint?: SetPointId;
    readonly kind?: Claim['by']['kind'];
  },
): Part {
  const startMs = Date.parse('2026-06-10T12:00:00Z');
  return {
    name: `${device} ${setPoint} ${value} ${from}`,
    begin: () => undefined,
    step: () => ({
      state: undefined,
      claims: [
        {
          device,
          setPoint,
          by: { kind, id: `${from}`, name: 'test' },
          order: 0,
          wish: { value },
          sinceMs: startMs + from * 1000,
          untilMs: startMs + to * 1000,
          why: because('act.by-hand'),
        },
      ],
    }),
  };
}

const program = (parts: readonly Part[], guards: Program['guards'] = []): Program => ({
  targets: [],
  loads: [],
  chargers: [],
  parts,
  guards,
  variables: {},
  usesPrices: false,
  reads: [],
  overrideMs: 600_000,
});
const boiler = { devices: { boiler: { points: { 'relay.on.1': 0 } } } } as const;

test('what is wanted is sent once, and put back when nobody wants it any more', () => {
  const bench = makeBench(program([wants(1, { from: 5, to: 20 })]), boiler);
  expect(bench.run(60)).toEqual(['5 boiler relay.on.1=1 rule', '20 boiler relay.on.1=0 nobody']);
});

test('what a device shows already is not sent, and not put back', () => {
  const bench = makeBench(program([wants(1, { from: 5, to: 20 })]), {
    devices: { boiler: { points: { 'relay.on.1': 1 } } },
  });
  expect(bench.run(60)).toEqual([]);
});

test('a freezer that was switched off comes on again', () => {
  const bench = makeBench(program([wants(0, { from: 5, to: 20 })]), {
    devices: { boiler: { points: { 'relay.on.1': 1 } } },
  });
  expect(bench.run(60)).toEqual(['5 boiler relay.on.1=0 rule', '20 boiler relay.on.1=1 nobody']);
});

test('a battery goes back to self-consumption', () => {
  const bench = makeBench(
    program([wants('charge', { from: 5, to: 20, device: 'pack', setPoint: 'battery.mode', kind: 'plan' })]),
    { devices: { pack: { kind: 'inverter', points: { 'battery.mode': 'self-consumption' } } } },
  );
  expect(bench.run(60)).toEqual(['5 pack battery.mode=charge plan', '20 pack battery.mode=self-consumption nobody']);
});

test('one command at a time: a slow device is waited for, and only the newest wish is sent behind', () => {
  const parts = [wants(1, { from: 0, to: 3 }), wants(0, { from: 3, to: 6 }), wants(1, { from: 6, to: 100 })];
  const bench = makeBench(program(parts), { devices: { boiler: { points: { 'relay.on.1': 0 }, delayS: 10 } } });
  expect(bench.run(40)).toEqual(['0 boiler relay.on.1=1 rule']);
});

test('a lost command is tried again after a minute, a failed one at growing pauses, a refused one not at once', () => {
  const wish = [wants(1, { from: 0, to: 10_000 })];
  const lost = makeBench(program(wish), boiler);
  lost.fail('boiler', 'lost');
  expect(lost.run(150).map((line) => line.split(' ')[0])).toEqual(['0', '70']);
  const failed = makeBench(program(wish), boiler);
  failed.fail('boiler', 'failed');
  expect(failed.run(200).map((line) => line.split(' ')[0])).toEqual(['0', '11', '42', '163']);
  const refused = makeBench(program(wish), boiler);
  refused.fail('boiler', 'refused');
  expect(refused.run(800)).toHaveLength(1);
});

test('a device that is not there gets nothing, and what is wanted then when it is back', () => {
  const bench = makeBench(program([wants(1, { from: 0, to: 30 }), wants(0, { from: 30, to: 90 })]), boiler);
  bench.setOnline('boiler', false);
  expect(bench.run(40)).toEqual([]);
  bench.setOnline('boiler', true);
  expect(bench.run(60)).toEqual([]);
});

test('what somebody turns at the device holds for a while, then the home goes on', () => {
  const bench = makeBench(program([wants(1, { from: 0, to: 10_000 })]), boiler);
  bench.run(30);
  bench.turn('boiler', 'relay.on.1', 0);
  expect(bench.run(599)).toEqual([]);
  expect(bench.holding('boiler', 'relay.on.1')?.holder?.by.kind).toBe('person');
  expect(bench.run(30)).toEqual(['630 boiler relay.on.1=1 rule']);
});

test('what a person sets on the page holds until it ends', () => {
  const bench = makeBench(program([wants(1, { from: 0, to: 10_000 })]), boiler);
  bench.run(10);
  const target = { device: 'boiler', setPoint: 'relay.on.1' } as const;
  bench.happen({
    kind: 'override',
    target,
    value: 0,
    untilMs: bench.nowMs() + 100_000,
    by: { id: 'anna', name: 'Anna' },
  });
  expect(bench.run(50)).toEqual(['10 boiler relay.on.1=0 person']);
  bench.happen({ kind: 'override-ended', target });
  expect(bench.run(10)).toEqual(['60 boiler relay.on.1=1 rule']);
});

test('minimum times and how often it may be switched hold against rules, not against a person', () => {
  const guards = [
    { device: 'boiler', setPoint: 'relay.on.1', name: 'Boiler', minOnMs: 300_000, minOffMs: 60_000 },
  ] as const;
  const bench = makeBench(program([wants(1, { from: 0, to: 20 })], guards), boiler);
  expect(bench.run(400)).toEqual(['0 boiler relay.on.1=1 rule', '301 boiler relay.on.1=0 nobody']);
  const often = makeBench(
    program(
      Array.from({ length: 20 }, (_none, index) => wants(1, { from: index * 100, to: index * 100 + 50 })),
      [{ device: 'boiler', setPoint: 'relay.on.1', name: 'Boiler', mostPerHour: 6 }],
    ),
    boiler,
  );
  expect(often.run(3500)).toHaveLength(6);
});

test('a restart forgets nothing: neither what was moved nor what is under way', () => {
  const bench = makeBench(program([wants(1, { from: 5, to: 20 })]), boiler);
  expect(bench.run(10)).toEqual(['5 boiler relay.on.1=1 rule']);
  bench.restart();
  expect(bench.run(30)).toEqual(['20 boiler relay.on.1=0 nobody']);
});
