// What every history store must do, whichever keeps the points; run by the test of each.
import { hourMs } from '#core/time.ts';
import { describe, expect, test } from 'vitest';
import type { Aggregate, HistoryStore, RangeQuery, SeriesKey } from '#core/history.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import { answersLikeModel, type HistoryLimits, type HistoryPlace } from './testing/history-model.ts';

/** Registers the suite; a case that an engine cannot pass is skipped with the reason in `limits`. */
export function historyConformance(name: string, place: HistoryPlace, limits: HistoryLimits = {}): void {
  describe.concurrent(`${name} as a history`, () => {
    keepsPoints(place, limits);
    keepsManyAtOnce(place);
    makesSteps(place);
    givesPages(place);
    keepsLastValues(place, limits);
    keepsSeries(place);
    letsGo(place);
    livesAndEnds(place);
    answersLikeModel(place, limits);
  });
}

const power: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const soc: SeriesKey = { site: 'home', device: 'bms', metric: 'battery.soc' };

/** A batch of a series' device with one value. */
function one({ site, device, metric }: SeriesKey, atMs: number, value: MetricValue): Batch {
  return { site, device, atMs, metric: [metric], value: [value], quality: ['good'] };
}

const all = { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER };

/** Points of the first series asked for, as pairs. */
async function pairs(store: HistoryStore, query: Partial<RangeQuery>): Promise<readonly (readonly number[])[]> {
  const [answer] = await store.range({ series: [power], ...all, ...query });
  return (answer?.atMs ?? []).map((atMs, index) => [atMs, answer?.value[index] ?? Number.NaN]);
}

function keepsPoints(place: HistoryPlace, limits: HistoryLimits): void {
  test('the points of a range come in order of time, its start included and its end not', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([one(power, 3000, 3), one(power, 1000, 1), one(power, 2000, 2)]);
    await store.append([one(power, 500, 0.5)]);
    expect(await pairs(store, {})).toEqual([
      [500, 0.5],
      [1000, 1],
      [2000, 2],
      [3000, 3],
    ]);
    expect(await pairs(store, { fromMs: 1000, toMs: 3000 })).toEqual([
      [1000, 1],
      [2000, 2],
    ]);
    expect(await pairs(store, { fromMs: 3000, toMs: 1000 })).toEqual([]);
  });

  test('a point given again replaces the first and is counted once', async (owner) => {
    const { expect } = owner;
    owner.skip(limits.replacing !== undefined, limits.replacing);
    const store = await place(owner)();
    await store.append([one(power, 1000, 1), one(power, 1000, 2)]);
    await store.append([one(power, 1000, 3), one(power, 2000, 4)]);
    expect(await pairs(store, {})).toEqual([
      [1000, 3],
      [2000, 4],
    ]);
    expect(await store.status()).toMatchObject({ points: 2, series: 1 });
  });

  test('many series are answered in the order asked, unknown ones with nothing', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([one(power, 1000, 1), one(soc, 2000, 50)]);
    const unknown: SeriesKey = { ...power, site: 'elsewhere' };
    expect(await store.range({ series: [soc, unknown, power, soc], ...all })).toEqual([
      { key: soc, atMs: [2000], value: [50], cut: false },
      { key: unknown, atMs: [], value: [], cut: false },
      { key: power, atMs: [1000], value: [1], cut: false },
      { key: soc, atMs: [2000], value: [50], cut: false },
    ]);
    expect(await store.range({ series: [], ...all })).toEqual([]);
  });

  test('values keep every bit', async (owner) => {
    const { expect } = owner;
    owner.skip(limits.bits !== undefined, limits.bits);
    const store = await place(owner)();
    const values = [0.1, -1 / 3, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 1e15 + 0.3, 0];
    await store.append(values.map((value, index) => one(power, index, value)));
    expect((await pairs(store, {})).map(([, value]) => value)).toEqual(values);
  });
}

function keepsManyAtOnce(place: HistoryPlace): void {
  test('appends made at once are all kept, one of very many points too', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const many = Array.from({ length: 45_000 }, (_, index) => one(soc, index, index % 100));
    await Promise.all([
      store.append([one(power, 1, 1)]),
      store.append(many),
      store.append([one(power, 2, 2)]),
      store.append([]),
    ]);
    expect(await pairs(store, {})).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await store.status()).toMatchObject({ points: 45_002, series: 2 });
    expect(await pairs(store, { series: [soc], stepMs: 50_000, aggregate: 'count' })).toEqual([[0, 45_000]]);
  });
}

/** Points of all pages of the first two series, as triples of metric, time and value. */
async function paged(store: HistoryStore, pagePoints: number): Promise<readonly (readonly [string, number, number])[]> {
  const points: [string, number, number][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for await (const page of store.pages({ series: [power, soc], fromMs: 0, toMs: 1_000_000, pagePoints })) {
    expect(page.fromMs).toBeGreaterThanOrEqual(untilMs);
    untilMs = page.toMs;
    for (const { key, atMs, value, quality } of page.columns) {
      expect(quality).toHaveLength(atMs.length);
      for (const [index, at] of atMs.entries()) {
        expect(at >= page.fromMs && at < page.toMs).toBe(true);
        points.push([key.metric, at, value[index] ?? Number.NaN]);
      }
    }
  }
  return points.toSorted(([left, a], [right, b]) => left.localeCompare(right) || a - b);
}

function givesPages(place: HistoryPlace): void {
  test('pages of any size hold every point once', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const powers = Array.from({ length: 700 }, (_, index) => one(power, index * 7, index));
    const socs = Array.from({ length: 90 }, (_, index) => one(soc, index * 53, index));
    await store.append([...powers, ...socs]);
    const expected = [
      ...socs.map(({ atMs }, index) => ['battery.soc', atMs, index]),
      ...powers.map(({ atMs }, index) => ['pv.power', atMs, index]),
    ];
    for (const pagePoints of [1, 64, 100_000]) expect(await paged(store, pagePoints)).toEqual(expected);
  });
}

const fourPoints = [
  [0, 10],
  [250, 30],
  [1000, 5],
  [1900, 2],
] as const;
// 10 holds for 250 ms and 30 for 750; 5 for 900 and 2 for 100.
const aggregates: Readonly<Record<Aggregate, readonly [number, number]>> = {
  mean: [20, 3.5],
  timeMean: [25, 4.7],
  min: [10, 2],
  max: [30, 5],
  first: [10, 5],
  last: [30, 2],
  sum: [40, 7],
  count: [2, 2],
};

function makesSteps(place: HistoryPlace): void {
  test('every aggregate, over steps of a second', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append(fourPoints.map(([atMs, value]) => one(power, atMs, value)));
    for (const [aggregate, [first, second]] of Object.entries(aggregates)) {
      const answer = await pairs(store, { stepMs: 1000, aggregate: aggregate as Aggregate });
      expect(answer, `${aggregate} of each step`).toEqual([
        [0, first],
        [1000, second],
      ]);
    }
    expect(await pairs(store, { stepMs: 1000 }), 'the mean when none is named').toEqual([
      [0, 20],
      [1000, 3.5],
    ]);
  });

  test('steps are aligned to the epoch, carry their start, and are left out when empty', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([-1, 1500, 1999, 7000].map((atMs) => one(power, atMs, atMs)));
    expect(await pairs(store, { stepMs: 1000 })).toEqual([
      [-1000, -1],
      [1000, 1749.5],
      [7000, 7000],
    ]);
    expect(await pairs(store, { stepMs: 1000, fromMs: 1600, toMs: 7000 })).toEqual([[1000, 1999]]);
  });

  test('a time mean ends with the range where that cuts the step', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([one(power, 0, 0), one(power, 500, 10)]);
    expect(await pairs(store, { fromMs: 0, toMs: 1000, stepMs: 60_000, aggregate: 'timeMean' })).toEqual([[0, 5]]);
  });

  test('a limit cuts points and steps and says so', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([0, 1, 2000, 2001, 4000].map((atMs) => one(power, atMs, 1)));
    const answer = async (query: Partial<RangeQuery>) => (await store.range({ series: [power], ...all, ...query }))[0];
    expect(await answer({ limit: 4 })).toMatchObject({ atMs: [0, 1, 2000, 2001], value: [1, 1, 1, 1], cut: true });
    expect(await answer({ limit: 5 })).toMatchObject({ atMs: [0, 1, 2000, 2001, 4000], cut: false });
    expect(await answer({ limit: 2, stepMs: 1000, aggregate: 'sum' })).toMatchObject({
      atMs: [0, 2000],
      value: [2, 2],
      cut: true,
    });
    expect(await answer({ limit: 3, stepMs: 1000 })).toMatchObject({ atMs: [0, 2000, 4000], cut: false });
  });
}

const mode: SeriesKey = { site: 'home', device: 'inverter', metric: 'inverter.mode' };

function keepsLastValues(place: HistoryPlace, limits: HistoryLimits): void {
  test('texts keep their last value only', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.append([one(mode, 1000, 'line'), { ...one(mode, 2000, 'battery'), quality: ['held'] }]);
    expect(await store.lastValues()).toEqual([{ key: mode, atMs: 2000, value: 'battery', quality: 'held' }]);
    expect(await pairs(store, { series: [mode] })).toEqual([]);
    expect(await store.status()).toMatchObject({ points: 0, series: 1 });
  });

  test('late points never move the last value back, those of the same moment replace it', async (owner) => {
    const { expect } = owner;
    owner.skip(limits.replacing !== undefined, limits.replacing);
    const store = await place(owner)();
    const last = async () => (await store.lastValues()).map(({ atMs, value, quality }) => [atMs, value, quality]);
    await store.append([one(power, 2000, 2), one(power, 1000, 1)]);
    expect(await last()).toEqual([[2000, 2, 'good']]);
    await store.append([one(power, 1500, 3)]);
    expect(await last()).toEqual([[2000, 2, 'good']]);
    await store.append([one(power, 2000, 4), { ...one(power, 2000, 5), quality: ['estimated'] }]);
    expect(await last(), 'a worse quality replaces nothing').toEqual([[2000, 4, 'good']]);
    await store.append([
      { ...one(power, 3000, 6), quality: ['stale'] },
      { ...one(power, 3000, 7), quality: ['held'] },
    ]);
    expect(await last()).toEqual([[3000, 7, 'held']]);
  });
}

function keepsSeries(place: HistoryPlace): void {
  test('the series of a site', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const far: SeriesKey = { ...power, site: 'cabin' };
    await store.append([one(power, 1, 1), one(far, 1, 1), one(soc, 1, 1), one(mode, 1, 'line')]);
    expect(await store.series('home')).toEqual(expect.arrayContaining([power, soc, mode]));
    expect(await store.series('home')).toHaveLength(3);
    expect(await store.series('cabin')).toEqual([far]);
    expect(await store.series('nowhere')).toEqual([]);
    expect((await store.lastValues('cabin')).map(({ key }) => key)).toEqual([far]);
    expect(await store.lastValues('home')).toHaveLength(3);
    expect(await store.lastValues('nowhere')).toEqual([]);
    expect(await store.lastValues()).toHaveLength(4);
  });

  test('a forgotten device is gone, others stay, and it may come back', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const elsewhere: SeriesKey = { ...power, site: 'cabin' };
    // The second append still waits for its commit when the device is forgotten.
    const first = store.append([one(soc, 1, 50), one(elsewhere, 1, 7)]);
    const second = store.append([one(power, 1, 1), one(mode, 1, 'line')]);
    await store.forget('home', 'inverter');
    await Promise.all([first, second]);
    expect(await store.series('home')).toEqual([soc]);
    expect(new Set((await store.lastValues()).map(({ key }) => key))).toEqual(new Set([soc, elsewhere]));
    expect(await pairs(store, {})).toEqual([]);
    expect(await store.status()).toMatchObject({ points: 2, series: 2 });
    await store.append([one(power, 2, 2)]);
    expect(await pairs(store, {})).toEqual([[2, 2]]);
    expect(await pairs(store, { series: [elsewhere] })).toEqual([[1, 7]]);
  });
}

function letsGo(place: HistoryPlace): void {
  test('points that are taken out are as if they had never been, in every width, after a restart too', async (owner) => {
    const { expect } = owner;
    const open = place(owner);
    const store = await open();
    owner.skip(store.remove === undefined, 'this engine cannot take points out');
    const hour = hourMs;
    const series = [power, { ...power, metric: 'grid.power' as const }, soc];
    const answers = async (from: HistoryStore): Promise<unknown> => {
      const asked = [undefined, 300_000, hour, 24 * hour].map((stepMs) =>
        from.range({ series, ...all, ...(stepMs === undefined ? {} : { stepMs, aggregate: 'sum' as const }) }),
      );
      return [await Promise.all(asked), await from.lastValues('home'), (await from.status()).points];
    };
    // Across the end of a day, every 100 s; a third of the moments are removed, including a whole hour and the newest.
    const moments = Array.from({ length: 200 }, (_, index) => 22 * hour + index * 100_000);
    const isGone = (at: number): boolean => at % 300_000 === 0 || (at >= 25 * hour && at < 26 * hour) || at > 27 * hour;
    const batchAt = (at: number): Batch => ({
      ...one(power, at, at / 1000),
      metric: ['pv.power', 'grid.power'],
      value: [at / 1000, at / 500],
      quality: ['good', 'good'],
    });
    await store.append(moments.slice(0, 120).map(batchAt));
    await store.append([one(soc, 30 * hour, 50), one({ ...power, metric: 'inverter.mode' }, 1000, 'Line')]);
    await store.maintain(30 * hour);
    await store.append(moments.slice(120).map(batchAt));
    await store.remove?.({ site: 'home', device: 'inverter', atMs: [...moments.filter(isGone), 5] });
    await store.remove?.({ site: 'home', device: 'nobody', atMs: [1000] });
    const after = await answers(store);
    const left = moments.filter((at) => !isGone(at));
    expect((await pairs(store, {})).map(([at]) => at)).toEqual(left);
    const byHour = await pairs(store, { stepMs: hour, aggregate: 'sum' });
    const sums = Map.groupBy(left, (at) => Math.floor(at / hour) * hour);
    expect(byHour).toEqual([...sums].map(([at, own]) => [at, own.reduce((sum, each) => sum + each / 1000, 0)]));
    expect((await store.lastValues('home')).find(({ key }) => key.metric === 'pv.power')).toMatchObject({
      atMs: left.at(-1),
      value: (left.at(-1) ?? 0) / 1000,
    });
    expect((await store.lastValues('home')).find(({ key }) => key.metric === 'inverter.mode')?.value).toBe('Line');
    await store.close();
    const again = await open();
    expect(await answers(again)).toEqual(after);
    expect(await again.status()).not.toHaveProperty('damage');
  });
}

function livesAndEnds(place: HistoryPlace): void {
  test('what was appended is there after a restart', async (owner) => {
    const { expect } = owner;
    const open = place(owner);
    const before = await open();
    const appended = before.append([one(power, 1000, 1), one(mode, 1000, 'line')]);
    await before.close();
    await appended;
    const store = await open();
    expect(await pairs(store, {})).toEqual([[1000, 1]]);
    expect(await store.lastValues()).toHaveLength(2);
    const status = await store.status();
    expect(status).toMatchObject({ points: 1, series: 2 });
    expect(status).not.toHaveProperty('failure');
    expect(status).not.toHaveProperty('damage');
    expect(status.bytes).toBeGreaterThan(0);
  });

  test('a closed store refuses, closing twice does nothing', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    await store.close();
    await store.close();
    for (const refused of [store.append([one(power, 1, 1)]), store.range({ series: [power], ...all }), store.status()])
      await expect(refused).rejects.toMatchObject({ code: 'store.failed' });
  });

  test('what no one may ask or give is asserted, and harms nothing else', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const good = store.append([one(power, 1, 1)]);
    const wrong: readonly Batch[] = [
      one(power, 2, Number.NaN),
      one(power, 2, Number.POSITIVE_INFINITY),
      one(power, 2.5, 2),
      one(power, Number.NaN, 2),
      { ...one(power, 2, 2), quality: [] },
      { ...one(power, 2, 2), value: [2, 3] },
    ];
    for (const batch of wrong) await expect(store.append([one(power, 3, 3), batch])).rejects.toThrow(/^assertion: /);
    for (const query of [{ stepMs: 0 }, { stepMs: 0.5 }, { limit: 0 }, { fromMs: Number.NaN }])
      await expect(pairs(store, query)).rejects.toThrow(/^assertion: /);
    await good;
    expect(await pairs(store, {})).toEqual([[1, 1]]);
  });
}
