// A condition before a filter: over the home, and over the batch for its own device.
import { expect, test } from 'vitest';
import type { HomeNow } from '#core/expression/home-moment.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import { inEnglish } from '#core/reason.ts';
import { conditionOf, onlyWhen, whyNot } from './only-when.ts';
import { makeSieve } from './sieve.ts';

const clock = { nowMs: () => 5000 };

function batch(device: string, values: Partial<Record<MetricId, MetricValue>>, quality: Quality = 'good'): Batch {
  const metric = Object.keys(values) as MetricId[];
  const value = metric.map((id) => values[id] ?? 0);
  return { site: 'home', device, atMs: 5000, metric, value, quality: metric.map(() => quality) };
}

const home = (values: HomeNow['values']) => ({
  now: (): HomeNow => ({ devices: [{ id: 'pack', kind: 'battery' }], values, flow: undefined }),
});
const soc = (value: number, quality: Quality = 'good') =>
  home([{ device: 'pack', metric: 'battery.soc', value, atMs: 4000, quality }]);

const passes = (text: string, now: ReturnType<typeof home>, one: Batch): boolean =>
  onlyWhen(makeSieve({}), conditionOf(text), { clock, home: now }).take(one) !== undefined;

test('any batch is let through while it holds of the home', () => {
  const power = batch('roof', { 'pv.power': 100 });
  expect(passes('battery.soc > 50 %', soc(60), power)).toBe(true);
  expect(passes('battery.soc > 50 %', soc(40), power)).toBe(false);
  expect(passes('battery.soc > 50 %', soc(60, 'stale'), power)).toBe(false);
  expect(passes('not battery.soc > 50 %', soc(60, 'stale'), power)).toBe(false);
  expect(passes('battery.soc > 50 %', home([]), power)).toBe(false);
});

test('what a batch says of its device counts, also before the home knows it', () => {
  expect(passes('battery.soc of pack > 50 %', soc(40), batch('pack', { 'battery.soc': 60 }))).toBe(true);
  expect(passes('battery.soc of pack > 50 %', soc(60), batch('roof', { 'battery.soc': 40 }))).toBe(true);
  expect(passes('pv.power > 50 W', home([]), batch('roof', { 'pv.power': 60 }))).toBe(true);
  expect(passes('grid.connected', home([]), batch('roof', { 'grid.connected': 1 }))).toBe(true);
  expect(passes('pv.power > 50 W', home([]), batch('roof', { 'pv.power': 60 }, 'held'))).toBe(false);
});

test('what is held back is not taken for told: it comes when it holds', () => {
  const values = [{ device: 'pack', metric: 'battery.soc', value: 40, atMs: 4000, quality: 'good' as Quality }];
  const sieve = onlyWhen(makeSieve({ changesOnly: true }), conditionOf('battery.soc > 50 %'), {
    clock,
    home: home(values),
  });
  const power = batch('roof', { 'pv.power': 100 });
  expect(sieve.take(power)).toBeUndefined();
  expect(sieve.heldBack?.()).toBe(1);
  values.splice(0, 1, { device: 'pack', metric: 'battery.soc', value: 60, atMs: 4500, quality: 'good' });
  expect(sieve.take(power)).toEqual(power);
  expect(sieve.take(power)).toBeUndefined();
  // What has not changed was left out by the filter, not held back by the condition.
  expect(sieve.heldBack?.()).toBe(1);
});

test('a batch of a device that is left out asks the home for nothing', () => {
  const asked = onlyWhen(makeSieve({ exceptDevices: ['roof'] }), conditionOf('battery.soc > 50 %'), {
    clock,
    home: {
      now() {
        throw new TypeError('asked');
      },
    },
  });
  expect(asked.take(batch('roof', { 'pv.power': 1 }))).toBeUndefined();
});

test('why it holds back, and what is wrong with it', () => {
  expect(whyNot(conditionOf('battery.soc > 50 %'), { clock, home: soc(60) })).toBeUndefined();
  const why = whyNot(conditionOf('battery.soc > 50 %'), { clock, home: soc(40) });
  expect(why && inEnglish(why)).toBe('it would not send now: the state of charge of the battery is 40\u00a0%');
  expect(() => conditionOf('battery.soc > 50 % and\nbattery.sock')).toThrow(
    'line 2, column 1: battery.sock is no value',
  );
  expect(() => conditionOf('battery.soc of pak > 1 %', ['pack'])).toThrow('did you mean pack?');
  expect(() => conditionOf('battery.soc')).toThrow('a condition is needed here');
});
