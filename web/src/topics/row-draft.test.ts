// A value that was picked: its label and type by itself, its unit by its metric, and the pace of its topics.
import { describe, expect, test } from 'vitest';
import { isMetricId } from '#core/catalogue.ts';
import {
  matchingTopics,
  offeredMetrics,
  offeredUnits,
  paceOf,
  placedRows,
  rowOf,
  unitOf,
  withMetric,
  withUnit,
} from './row-draft.ts';

const topic = (name: string, perMinute?: number) => ({
  topic: name,
  values: [],
  messages: 1,
  retained: false,
  heardMs: 0,
  ...(perMinute === undefined ? {} : { perMinute }),
});

test('every metric that is offered is one, and every unit of it converts', () => {
  expect(offeredMetrics.length).toBeGreaterThan(100);
  for (const id of offeredMetrics) {
    expect([id, isMetricId(id)]).toEqual([id, true]);
    expect(offeredUnits(id).length).toBeGreaterThan(0);
    for (const { factor } of offeredUnits(id)) expect(factor).toBeGreaterThan(0);
  }
});

describe('a value that was picked', () => {
  test.each([
    [{ path: 'el/power_now', value: 12 }, 'number', 'El power now'],
    [{ value: '12.5' }, 'number', 'Pump'],
    [{ value: 'ON' }, 'switch', 'Pump'],
    [{ path: 'a', value: true }, 'switch', 'A'],
    [{ path: 'a', value: 'v2' }, 'text', 'A'],
    [{ value: ' ' }, 'text', 'Pump'],
  ])('%j', (value, type, label) => expect(rowOf(topic('garage/pump'), value, [])).toMatchObject({ type, label }));

  test('has a label of its own', () => {
    const first = rowOf(topic('a/power'), { value: 1 }, []);
    expect(rowOf(topic('b/power'), { value: 1 }, [first]).label).toBe('Power 2');
  });
});

test('a metric brings its unit and type; another unit brings a factor', () => {
  const row = rowOf(topic('a/power'), { value: 0.4 }, []);
  const power = withMetric(row, 'grid.power');
  expect(power).toMatchObject({ metric: 'grid.power', type: 'number', unit: 'W' });
  const kilo = withUnit(power, { unit: 'W', factor: 1000 });
  expect(kilo).toMatchObject({ unit: 'W', scale: 1000 });
  expect(unitOf(kilo)?.text).toBe('kW');
  expect(unitOf(withUnit(power, { unit: 'W', factor: 0.1 }))).toBeUndefined();
  const warm = withMetric(row, 'device.temperature');
  const fahrenheit = offeredUnits('device.temperature').find(({ text }) => text === '°F');
  const inFahrenheit = withUnit(warm, fahrenheit ?? { unit: 'W', factor: 1 });
  expect(unitOf(inFahrenheit)?.text).toBe('°F');
  // The offset is a part of it: the factor alone is another unit.
  expect(unitOf({ ...inFahrenheit, offset: 0 })).toBeUndefined();
  expect(unitOf(withUnit(inFahrenheit, { unit: '°C', factor: 1 }))?.text).toBe('°C');
  expect(withUnit(inFahrenheit, { unit: '°C', factor: 1 })).toEqual(warm);
  expect(withMetric(inFahrenheit, undefined)).toEqual(row);
  expect(withMetric({ ...kilo, flip: true }, 'pv.power')).toEqual({ ...power, metric: 'pv.power' });
  expect(withMetric(kilo, 'relay.on.1')).toMatchObject({ type: 'switch', holds: true });
  expect(withMetric(kilo, undefined)).toEqual(row);
});

test('a device is late when its slowest topic is', () => {
  const rows = ['a', 'b'].map((name) => rowOf(topic(name), { value: 1 }, []));
  expect(paceOf(rows, [topic('a', 60), topic('b', 0.5)])).toBe(180);
  expect(paceOf(rows, [topic('a', 60), topic('b')])).toBeUndefined();
  expect(paceOf(rows, [topic('a', 600), topic('b', 600)])).toBe(10);
});

test('topics are found by their names and paths; a saved one stands at its place', () => {
  const topics = [{ ...topic('garage/pump'), values: [{ path: 'el/kw', value: 1 }] }, topic('pool/temp')];
  expect(matchingTopics(topics, 'PUMP kw').map((one) => one.topic)).toEqual(['garage/pump']);
  expect(placedRows([{ label: 'x', topic: '{prefix}/a', type: 'number' }], 'g$&/p')[0]?.topic).toBe('g$&/p/a');
});
