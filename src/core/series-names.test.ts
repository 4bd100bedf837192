// Names of series over the whole catalogue: rules of Prometheus, no two metrics under one name, and values in base units.
import { expect, test } from 'vitest';
import { catalogue, isMetricId } from './catalogue.ts';
import { exposition } from './exposition.ts';
import type { Batch } from './reading.ts';
import { inBaseUnit, seriesName } from './series-names.ts';
import { seriesPoints } from './series-points.ts';

const all = Object.keys(catalogue)
  .map((key) => key.replace(/#$/, '2'))
  .filter(isMetricId);

test('each row of the catalogue has a name of its own, as Prometheus wants them', () => {
  const names = all.map((metric) => seriesName(metric).name);
  expect(names.length).toBeGreaterThan(60);
  expect(new Set(names).size).toBe(names.length);
  for (const metric of all) {
    const { name, type, kind } = seriesName(metric);
    expect(name).toMatch(/^solstead_[a-z]+(?:_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name.endsWith('_info')).toBe(kind === 'text');
  }
});

test('what people ask for, spelt out', () => {
  const spelt = (metric: string) => {
    if (!isMetricId(metric)) throw new TypeError(`assertion: ${metric}`);
    const { name, labels } = seriesName(metric);
    return [name, labels];
  };
  expect(spelt('grid.power')).toEqual(['solstead_grid_power_watts', {}]);
  expect(spelt('grid.power.l2')).toEqual(['solstead_grid_power_by_phase_watts', { phase: 'l2' }]);
  expect(spelt('pv.voltage.s1')).toEqual(['solstead_pv_voltage_by_string_volts', { string: 's1' }]);
  expect(spelt('battery.cell.voltage.16')).toEqual(['solstead_battery_cell_voltage_by_index_volts', { index: '16' }]);
  expect(spelt('grid.energy.import')).toEqual(['solstead_grid_energy_import_joules_total', {}]);
  expect(spelt('battery.soc')).toEqual(['solstead_battery_soc_ratio', {}]);
  expect(spelt('inverter.mode')).toEqual(['solstead_inverter_mode_info', {}]);
  expect(inBaseUnit(12.3, seriesName('battery.soc'))).toBe(0.123);
  expect(inBaseUnit(1.5, seriesName('grid.energy.import'))).toBe(5400);
  expect(inBaseUnit(-0.1, seriesName('grid.power'))).toBe(-0.1);
});

const batch = (atMs: number, values: Readonly<Record<string, number | string>>): Batch => {
  const metric = Object.keys(values).filter(isMetricId);
  const value = metric.map((id) => values[id] ?? 0);
  return { site: 'home', device: 'roof', atMs, metric, value, quality: metric.map(() => 'good') };
};

test('series are in the order of time with each moment once; a text ends when another takes its place', () => {
  const given = [batch(3000, { 'pv.power': 3 }), batch(1000, { 'pv.power': 1, 'inverter.mode': 'a' })];
  const first = seriesPoints([...given, batch(3000, { 'pv.power': 4, 'grid.power': Number.NaN })], {
    further: { owner: 'me' },
  });
  expect(first.series).toEqual([
    {
      labels: { __name__: 'solstead_pv_power_watts', site: 'home', device: 'roof', owner: 'me' },
      atMs: [1000, 3000],
      value: [1, 4],
    },
    {
      labels: { __name__: 'solstead_inverter_mode_info', site: 'home', device: 'roof', owner: 'me', text: 'a' },
      atMs: [1000],
      value: [1],
    },
  ]);
  const then = seriesPoints([batch(5000, { 'inverter.mode': 'b' })], { texts: first.texts });
  expect(then.series.map(({ labels, value }) => [labels['text'], value])).toEqual([
    ['b', [1]],
    ['a', [0]],
  ]);
  expect(first.texts.get('roof inverter.mode')).toBe('a');
});

test('the text form escapes what labels may not hold, and leaves out what is no number', () => {
  const one = { site: 'home', device: 'roof' } as const;
  const text = exposition([
    { ...one, metric: 'battery.soc', value: 50 },
    { ...one, metric: 'inverter.mode', value: 'a "b"\\\nc' },
    { ...one, device: 'pack', metric: 'battery.soc', value: 7 },
    { ...one, metric: 'pv.power', value: Number.NaN },
  ]);
  expect(text).toBe(
    [
      '# HELP solstead_battery_soc_ratio Battery state of charge',
      '# TYPE solstead_battery_soc_ratio gauge',
      'solstead_battery_soc_ratio{site="home",device="roof"} 0.5',
      'solstead_battery_soc_ratio{site="home",device="pack"} 0.07',
      '# HELP solstead_inverter_mode_info Inverter mode',
      '# TYPE solstead_inverter_mode_info gauge',
      String.raw`solstead_inverter_mode_info{site="home",device="roof",text="a \"b\"\\\nc"} 1`,
      '',
    ].join('\n'),
  );
});

test('another name stands between the beginning and the unit; an index at its end is a label as ever', () => {
  const called = (metric: string, name: string) => {
    if (!isMetricId(metric)) throw new TypeError(`assertion: ${metric}`);
    const { name: series, labels } = seriesName(metric, name);
    return [series, labels];
  };
  expect(called('pv.power', 'solar')).toEqual(['solstead_solar_watts', {}]);
  expect(called('grid.energy.import', 'netz.bezug')).toEqual(['solstead_netz_bezug_joules_total', {}]);
  expect(called('grid.power.l2', 'netz.power.l2')).toEqual(['solstead_netz_power_by_phase_watts', { phase: 'l2' }]);
  expect(called('grid.power.l2', 'netz.two')).toEqual(['solstead_netz_two_watts', { phase: 'l2' }]);
  expect(seriesName('pv.power').name).toBe('solstead_pv_power_watts');
});
