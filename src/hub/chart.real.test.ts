// Charts over a real history: the lines of devices as they were stored, the home's flow put together from them.
import { describe, expect, test, type TestContext } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { chart, niceStep } from './chart.ts';
import type { FlowDevice } from './flow.ts';
import { batchOf, site } from './testing/batches.ts';
import { ownHistory } from './testing/stores.ts';
import type { ChartQuery } from './chart-query.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const fromMs = Date.UTC(2026, 5, 1, 12);

const homeDevices: readonly FlowDevice[] = [
  { id: 'roof', kind: 'inverter' },
  { id: 'pack', kind: 'battery' },
  { id: 'meter', kind: 'meter' },
];

async function charts(context: TestContext, batches: readonly Batch[], devices = homeDevices) {
  const store = await ownHistory(context);
  await store.append(batches);
  const lines = async (metrics: readonly string[], query: Partial<ChartQuery> = {}) => {
    const asked = { metrics, fromMs, toMs: fromMs + 10 * second, stepMs: second, ...query };
    const { series } = await chart({ store, site, devices }, asked);
    return Object.fromEntries(
      series.map(({ device, metric, atMs, value }) => [
        `${device} ${metric}`,
        atMs.map((at, index) => [(at - fromMs) / second, value[index]]),
      ]),
    );
  };
  return { store, lines, ask: (query: ChartQuery) => chart({ store, site, devices }, query) };
}

test.each([
  [10 * second, second],
  [5 * minute, second],
  [hour, 15 * second],
  [24 * hour, 5 * minute],
  [7 * 24 * hour, 60 * minute],
  [365 * 24 * hour, 7 * 24 * hour],
  [100 * 365 * 24 * hour, 30 * 24 * hour],
])('a stretch of %d ms is cut into steps of %d ms', (span, step) => {
  expect(niceStep(span)).toBe(step);
});

describe('lines of devices', () => {
  const said = [0, 1, 3].map((at) => batchOf('roof', fromMs + at * second, { 'pv.power': 100 * at }));
  const other = batchOf('shed', fromMs, { 'pv.power': 7, 'inverter.mode': 'Line' });

  test('one line a device, or of one device alone', async (context) => {
    const { lines } = await charts(context, [...said, other]);
    const roof = [
      [0, 0],
      [1, 100],
      [3, 300],
    ];
    expect(await lines(['pv.power'])).toEqual({ 'roof pv.power': roof, 'shed pv.power': [[0, 7]] });
    expect(await lines(['pv.power'], { device: 'roof' })).toEqual({ 'roof pv.power': roof });
    expect(await lines(['pv.power'], { device: 'nobody' })).toEqual({});
    expect(await lines([])).toEqual({});
  });

  test('with name, unit, step and aggregate', async (context) => {
    const { ask } = await charts(context, said);
    const query = { metrics: ['pv.power'], fromMs, toMs: fromMs + hour, aggregate: 'max' } as const;
    expect(await ask(query)).toEqual({
      fromMs,
      toMs: fromMs + hour,
      stepMs: 15 * second,
      aggregate: 'max',
      series: [{ device: 'roof', metric: 'pv.power', label: 'Solar power', unit: 'W', atMs: [fromMs], value: [300] }],
    });
  });
});

describe('the flow of the home', () => {
  const all = ['flow.pv', 'flow.grid', 'flow.battery', 'flow.load', 'flow.soc'];

  test('is put together from several devices, each at its own pace', async (context) => {
    const inverter = [0, 5].map((at) => batchOf('roof', fromMs + at * second, { 'pv.power': 1000 + at }));
    const meter = [0, 1, 2, 3, 4, 5].map((at) => batchOf('meter', fromMs + at * second, { 'grid.power': -100 }));
    const pack = [batchOf('pack', fromMs, { 'battery.power': -300, 'battery.soc': 40 })];
    const { lines } = await charts(context, [...inverter, ...meter, ...pack]);
    const { 'home flow.load': load, 'home flow.pv': pv, ...rest } = await lines(all);
    // The sun is told every 5 s and holds in between: the home does not jump.
    expect(load).toEqual([0, 1, 2, 3, 4].map((at) => [at, 600]).concat([[5, 605]]));
    expect(pv?.map(([, value]) => value)).toEqual([1000, 1000, 1000, 1000, 1000, 1005]);
    expect(rest['home flow.grid']).toHaveLength(6);
    expect(rest['home flow.soc']?.[0]).toEqual([0, 40]);
  });

  test('holds what was said before the stretch began', async (context) => {
    const before = batchOf('roof', fromMs - 30 * second, { 'pv.power': 800 });
    const meter = batchOf('meter', fromMs + second, { 'grid.power': 50 });
    const { lines } = await charts(context, [before, meter]);
    expect(await lines(['flow.pv', 'flow.load'])).toEqual({
      'home flow.pv': [
        [0, 800],
        [1, 800],
      ],
      'home flow.load': [[1, 850]],
    });
  });

  test('where an arm falls silent it ends, and the home with it; the others go on', async (context) => {
    const sun = batchOf('roof', fromMs, { 'pv.power': 800 });
    const meter = [0, 60, 120, 180].map((at) => batchOf('meter', fromMs + at * second, { 'grid.power': 50 }));
    const { lines } = await charts(context, [sun, ...meter]);
    const long = { toMs: fromMs + 300 * second, stepMs: 10 * second };
    expect(await lines(['flow.pv', 'flow.grid', 'flow.load'], long)).toEqual({
      'home flow.pv': [
        [0, 800],
        [60, 800],
      ],
      'home flow.grid': [0, 60, 120, 180].map((at) => [at, 50]),
      'home flow.load': [
        [0, 850],
        [60, 850],
      ],
    });
  });

  test('an inverter alone: its output is the home, its estimate the grid', async (context) => {
    const values = { 'pv.power': 500, 'battery.power': 0, 'load.power': 900, 'grid.voltage': 230 };
    const { lines } = await charts(context, [batchOf('roof', fromMs, values)], [{ id: 'roof', kind: 'inverter' }]);
    expect(await lines(['flow.grid', 'flow.load'])).toEqual({
      'home flow.grid': [[0, 400]],
      'home flow.load': [[0, 900]],
    });
  });

  test('a removed device has no part in it, an arm nobody measures no points', async (context) => {
    const { lines, ask } = await charts(context, [batchOf('shed', fromMs, { 'pv.power': 500 })]);
    expect(await lines(['flow.pv', 'flow.battery'])).toEqual({ 'home flow.pv': [], 'home flow.battery': [] });
    const { series } = await ask({ metrics: ['flow.soc'], fromMs, toMs: fromMs + hour });
    expect(series).toEqual([
      { device: 'home', metric: 'flow.soc', label: 'State of charge', unit: '%', atMs: [], value: [] },
    ]);
  });
});

describe('queries that make no sense', () => {
  const sound = { metrics: ['pv.power'], fromMs, toMs: fromMs + hour };
  test.each<readonly [string, ChartQuery, string]>([
    ['an end before the beginning', { ...sound, toMs: fromMs }, 'from'],
    ['a time that is none', { ...sound, fromMs: Number.NaN }, 'from'],
    ['a metric nobody knows', { ...sound, metrics: ['grid.colour'] }, 'metric'],
    ['a name every object has', { ...sound, metrics: ['toString'] }, 'metric'],
    ['steps without end', { ...sound, toMs: fromMs + 1000 * hour, stepMs: second }, 'stepMs'],
    ['a step of nothing', { ...sound, stepMs: 0 }, 'stepMs'],
    ['a step back', { ...sound, stepMs: -1000 }, 'stepMs'],
    ['half a millisecond', { ...sound, stepMs: 0.5 }, 'stepMs'],
  ])('%s', async (_name, query, at) => {
    const untouched = () => Promise.reject(new TypeError('the store was asked'));
    const store = { append: untouched, range: untouched, series: untouched, lastValues: untouched };
    const pages = () => ({ [Symbol.asyncIterator]: () => ({ next: untouched }) });
    const rest = {
      forget: untouched,
      status: untouched,
      setRetention: untouched,
      maintain: untouched,
      close: untouched,
    };
    const source = { ...store, pages, ...rest };
    await expect(chart({ store: source, site, devices: [] }, query)).rejects.toMatchObject({
      code: 'input.invalid',
      at,
    });
  });
});
