// What a filter lets through.
import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { OutputFilter } from '#core/output.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import { makeSieve } from './sieve.ts';

function batch(device: string, seconds: number, values: Partial<Record<MetricId, MetricValue>>): Batch {
  const metric = Object.keys(values) as MetricId[];
  const value = metric.map((id) => values[id] ?? 0);
  return { site: 'home', device, atMs: seconds * 1000, metric, value, quality: metric.map((): Quality => 'good') };
}

/** What is let through of batches of one device, as `metric=value`. */
function through(filter: OutputFilter, batches: readonly Batch[]): readonly string[] {
  const sieve = makeSieve(filter);
  return batches.flatMap((one) => {
    const kept = sieve.take(one);
    return kept?.metric.map((metric, index) => `${metric}=${kept.value[index]}`) ?? [];
  });
}

test('devices and metrics are let through by name, and by the beginning of one', () => {
  const all = [
    batch('roof', 1, { 'pv.power': 5, 'pv.energy': 7 }),
    batch('pack', 1, { 'battery.soc': 50, 'battery.cell.voltage.7': 3.3 }),
    batch('meter', 1, { 'grid.power': -3 }),
  ];
  expect(through({}, all)).toHaveLength(5);
  expect(through({ devices: ['roof', 'pack'], exceptDevices: ['roof'] }, all)).toEqual([
    'battery.soc=50',
    'battery.cell.voltage.7=3.3',
  ]);
  expect(through({ metrics: ['pv.power', 'battery.*'], exceptMetrics: ['battery.cell.*'] }, all)).toEqual([
    'pv.power=5',
    'battery.soc=50',
  ]);
  expect(through({ devices: [] }, all)).toEqual([]);
});

test('a value comes no more often than wished, each metric of each device by itself', () => {
  const filter = { everySeconds: 10 };
  const batches = [0, 4, 9, 10, 12, 20].map((at) => batch('roof', at, { 'pv.power': at }));
  expect(through(filter, batches)).toEqual(['pv.power=0', 'pv.power=10', 'pv.power=20']);
  const others = [batch('roof', 0, { 'pv.power': 1 }), batch('shed', 1, { 'pv.power': 2 })];
  expect(through(filter, [...others, batch('roof', 2, { 'grid.power': 3, 'pv.power': 9 })])).toEqual([
    'pv.power=1',
    'pv.power=2',
    'grid.power=3',
  ]);
  // A clock that was set back does not silence it.
  expect(through(filter, [batch('roof', 1000, { 'pv.power': 1 }), batch('roof', 5, { 'pv.power': 2 })])).toHaveLength(
    2,
  );
});

test('only changes, by more than a dead band, and the unchanged again after a while', () => {
  const filter: OutputFilter = {
    changesOnly: true,
    deadBands: [
      { metrics: 'grid.power', by: 20 },
      { metrics: 'grid.*', by: 1 },
    ],
    againSeconds: 60,
  };
  const steps = [100, 110, 119, 120, 101, 100].map((value, at) => batch('meter', at, { 'grid.power': value }));
  expect(through(filter, steps)).toEqual(['grid.power=100', 'grid.power=120', 'grid.power=100']);
  const flat = [0, 30, 59, 60, 61].map((at) => batch('meter', at, { 'grid.power': 5, 'inverter.mode': 'on' }));
  expect(through(filter, flat)).toEqual(['grid.power=5', 'inverter.mode=on', 'grid.power=5', 'inverter.mode=on']);
  // Without a band every difference counts.
  expect(
    through(
      filter,
      [1, 1, 1.001].map((soc, at) => batch('pack', at, { 'battery.soc': soc })),
    ),
  ).toHaveLength(2);
});

test('what is old or waits for a confirmation goes nowhere; a device that is gone is forgotten', () => {
  const sieve = makeSieve({ changesOnly: true });
  const mixed: Batch = { ...batch('roof', 1, { 'pv.power': 1, 'pv.energy': 2 }), quality: ['stale', 'estimated'] };
  expect(sieve.take(mixed)?.metric).toEqual(['pv.energy']);
  expect(sieve.take({ ...mixed, quality: ['held', 'held'] })).toBeUndefined();
  expect(sieve.take(batch('roof', 2, { 'pv.energy': 2 }))).toBeUndefined();
  sieve.forget('roof');
  expect(sieve.take(batch('roof', 3, { 'pv.energy': 2 }))?.value).toEqual([2]);
});

test('when the first value may pass again is known where values pass seldom, whatever they are', () => {
  const nextOf = (filter: OutputFilter): number | undefined => {
    const sieve = makeSieve(filter);
    expect(sieve.nextMs?.()).toBeUndefined();
    sieve.take(batch('roof', 100, { 'pv.power': 1 }));
    sieve.take(batch('pack', 160, { 'battery.soc': 1 }));
    return sieve.nextMs?.();
  };
  expect(nextOf({ everySeconds: 600 })).toBe(700_000);
  expect(nextOf({ everySeconds: 10 })).toBeUndefined();
  expect(nextOf({ everySeconds: 600, changesOnly: true })).toBeUndefined();
  expect(nextOf({})).toBeUndefined();
});
