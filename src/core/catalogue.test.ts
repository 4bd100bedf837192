import { describe, expect, test } from 'vitest';
import { catalogue, findMetric, isMetricId, metricLabel, metricOf, type Metric } from './catalogue.ts';
import { isUnit } from './unit.ts';

const rows: readonly (readonly [string, Metric])[] = Object.entries(catalogue);

/** Device classes of Home Assistant and the units of ours they take. */
const classUnits: Record<string, string> = {
  power: 'W',
  apparent_power: 'VA',
  reactive_power: 'var',
  voltage: 'V',
  current: 'A',
  frequency: 'Hz',
  power_factor: '',
  temperature: '°C',
  energy: 'Wh',
  battery: '%',
  signal_strength: 'dBm',
  duration: 's',
};

describe('catalogue', () => {
  const offending = (isWrong: (metric: Metric, key: string) => boolean): string[] =>
    rows.filter(([key, metric]) => isWrong(metric, key)).map(([key]) => key);

  test('keys are dotted words with an index at the end', () => {
    expect(offending((_, key) => !/^[a-z_]+(\.[a-z_]+)*(\.[ls]?#)?$/.test(key))).toEqual([]);
    expect(rows.length).toBeGreaterThan(50);
  });

  test('units, ranges and labels hold together', () => {
    expect(offending(({ unit }) => !isUnit(unit))).toEqual([]);
    expect(offending(({ min, max }) => min > max)).toEqual([]);
    expect(offending(({ label }) => !/^[A-Z]/.test(label))).toEqual([]);
  });

  test('a class of Home Assistant has its unit', () => {
    expect(offending(({ deviceClass, unit }) => deviceClass !== undefined && classUnits[deviceClass] !== unit)).toEqual(
      [],
    );
  });

  test('a power or current that may be negative says what its sign means', () => {
    expect(
      offending(({ min, unit, sign }) => min < 0 && ['W', 'A'].includes(unit) && sign?.includes('+') !== true),
    ).toEqual([]);
  });

  test('labels are unique', () => expect(new Set(rows.map(([, { label }]) => label)).size).toBe(rows.length));

  test.each([
    'grid.power',
    'grid.power.l1',
    'grid.power.l3',
    'pv.power.s12',
    'battery.cell.voltage.7',
    'battery.cell.voltage.min',
    'relay.on.64',
  ])('%s is known', (id) => expect(isMetricId(id)).toBe(true));

  test.each([
    '',
    'grid',
    'grid.power.l4',
    'grid.power.l0',
    'grid.power.l#',
    'grid.power.#',
    'battery.cell.voltage.65',
    'battery.cell.voltage.01',
    'relay.on.0',
    'relay.on',
    '__proto__',
    'constructor',
    'Grid.power',
  ])('"%s" is not', (id) => {
    expect(isMetricId(id)).toBe(false);
    expect(findMetric(id)).toBeUndefined();
  });

  test('sources are positive', () => {
    expect(metricOf('grid.power').sign).toContain('+ import');
    expect(metricOf('battery.power').sign).toContain('+ discharge');
    expect(metricOf('pv.power').min).toBe(0);
  });

  test('a label carries its index', () => {
    expect(metricLabel('battery.cell.voltage.7')).toBe('Cell voltage 7');
    expect(metricLabel('grid.power.l2')).toBe('Grid power, phase 2');
    expect(metricLabel('grid.power')).toBe('Grid power');
  });

  test('an id that is not in it is our own mistake', () => {
    expect(() => metricOf('grid.power.l9')).toThrow(TypeError);
  });

  test('it cannot be changed', () => expect(Object.isFrozen(catalogue)).toBe(true));
});
