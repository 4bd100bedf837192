import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Readings } from '#devices/readings.ts';
import { createRoundSums } from './round-sums.ts';

const answer = (values: Partial<Record<MetricId, number>>): Readings => ({
  metric: Object.keys(values) as MetricId[],
  value: Object.values(values).map(Number),
  quality: Object.keys(values).map(() => 'good'),
});
const sums = () => createRoundSums([{ metric: 'pv.power', of: ['pv.power.s1', 'pv.power.s2'] }]);
const told = (value: number): Readings => ({ metric: ['pv.power'], value: [value], quality: ['estimated'] });
const nothing: Readings = { metric: [], value: [], quality: [] };

test('adds what came in one round', () => {
  const both = sums();
  both.take(answer({ 'pv.power.s1': 1500, 'load.power': 300 }));
  both.take(answer({ 'pv.power.s2': 900 }));
  expect(both.finish()).toEqual(told(2400));
});

test('an addend the model does not have counts as none', () => {
  const one = sums();
  one.take(answer({ 'pv.power.s1': 1500 }));
  expect(one.finish()).toEqual(told(1500));
  expect(sums().finish()).toEqual(nothing);
});

test('a lost answer leaves the sum out instead of halving it, for three rounds', () => {
  const both = sums();
  both.take(answer({ 'pv.power.s1': 1500, 'pv.power.s2': 900 }));
  both.finish();
  const rounds = [1, 2, 3, 4].map(() => {
    both.take(answer({ 'pv.power.s1': 1500 }));
    return both.finish();
  });
  expect(rounds).toEqual([nothing, nothing, nothing, told(1500)]);
});

test('another unit on the line begins anew', () => {
  const both = sums();
  both.take(answer({ 'pv.power.s1': 1500, 'pv.power.s2': 900 }));
  both.reset();
  both.take(answer({ 'pv.power.s1': 10 }));
  expect(both.finish()).toEqual(told(10));
});

test('without what is to be taken off there is no sum, however long it is missing', () => {
  const behindBattery = createRoundSums([
    { metric: 'pv.power', of: ['inverter.power'], less: ['battery.power'], least: 0 },
  ]);
  const power = (battery: number | undefined): Readings => {
    behindBattery.take(
      answer({ 'inverter.power': 1000, ...(battery === undefined ? {} : { 'battery.power': battery }) }),
    );
    return behindBattery.finish();
  };
  const rounds = [undefined, 400, undefined, undefined, undefined, undefined, 1000].map(power);
  expect(rounds).toEqual([nothing, told(600), nothing, nothing, nothing, nothing, told(0)]);
});
