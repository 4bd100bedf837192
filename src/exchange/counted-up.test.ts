// Interval energies as a meter: exact in every order of rows and files, when repeated, and beside a live meter.
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { countedUp, type MeterColumns, type Piece } from './counted-up.ts';
import { taken } from './testing/import-text.ts';
import { pointStore, seriesOf } from './testing/stored-points.ts';

const hour = 3_600_000;
const startMs = Date.UTC(2026, 5, 20, 22);
const none: MeterColumns = { atMs: [], value: [] };

/** What a meter counted between two moments, both of which it has readings for. */
function between({ atMs, value }: MeterColumns, [from, to]: readonly [number, number]): number {
  const shown = (at: number): number => value[atMs.indexOf(at)] ?? Number.NaN;
  return Math.round((shown(to) - shown(from)) * 1000) / 1000;
}

const energies = fc.array(
  fc.integer({ min: 0, max: 5_000_000 }).map((milli) => milli / 1000),
  { minLength: 1, maxLength: 80 },
);
const piecesOf = (values: readonly number[], fromMs = startMs): Piece[] =>
  values.map((energy, row) => ({ fromMs: fromMs + row * hour, toMs: fromMs + (row + 1) * hour, energy }));

describe('a meter made of energies', () => {
  test('each interval is exact, whatever the order', () => {
    fc.assert(
      fc.property(energies, fc.func(fc.integer()), (values, rank) => {
        const pieces = piecesOf(values);
        const shuffled = pieces.toSorted((a, b) => rank(a.fromMs) - rank(b.fromMs));
        const meter = countedUp([shuffled], { known: none, isLive: false });
        for (const { fromMs, toMs, energy } of pieces) expect(between(meter, [fromMs, toMs])).toBeCloseTo(energy, 3);
        expect(meter.value.every((value, row) => row === 0 || value >= (meter.value[row - 1] ?? 0))).toBe(true);
      }),
    );
  });

  test('files one after the other in any order make one meter; each again changes nothing', () => {
    const cuts = fc.record({ values: energies, size: fc.integer({ min: 1, max: 20 }), order: fc.func(fc.integer()) });
    fc.assert(
      fc.property(cuts, ({ values, size, order }) => {
        const pieces = piecesOf(values);
        const files = Map.groupBy(pieces, (_piece, row) => Math.floor(row / size));
        let known = none;
        const take = (file: readonly Piece[]): MeterColumns => {
          const made = countedUp([file], { known, isLive: false });
          const all = new Map([
            ...known.atMs.map((at, row) => [at, known.value[row] ?? 0] as const),
            ...made.atMs.map((at, row) => [at, made.value[row] ?? 0] as const),
          ]);
          const atMs = [...all.keys()].toSorted((a, b) => a - b);
          return { atMs, value: atMs.map((at) => all.get(at) ?? 0) };
        };
        for (const [, file] of [...files].toSorted((a, b) => order(a[0]) - order(b[0]))) known = take(file);
        for (const { fromMs, toMs, energy } of pieces) expect(between(known, [fromMs, toMs])).toBeCloseTo(energy, 2);
        for (const [, file] of files) {
          const again = take(file);
          expect(again.atMs).toEqual(known.atMs);
          expect(again.value.every((value, row) => Math.abs(value - (known.value[row] ?? 0)) < 1e-3)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a hole stays a hole: nothing is counted in it', () => {
    const pieces = [...piecesOf([100, 200]), ...piecesOf([300], startMs + 10 * hour)];
    const meter = countedUp([pieces], { known: none, isLive: false });
    expect(between(meter, [startMs + 2 * hour, startMs + 10 * hour])).toBe(0);
    expect(meter.value.at(-1)).toBe(600);
  });

  test('what another file told of a hole is kept', () => {
    const whole = countedUp([piecesOf([1, 2, 3, 4])], { known: none, isLive: false });
    const pieces = piecesOf([1, 2, 3, 9]).filter((_piece, row) => row !== 1);
    const meter = countedUp([pieces], { known: whole, isLive: false });
    expect(between(meter, [startMs + hour, startMs + 2 * hour])).toBe(2);
    expect(meter.value.at(-1)).toBe(15);
  });

  test('registers add up, each with its own times', () => {
    const night = piecesOf([100, 100]);
    const day = piecesOf([500], startMs + 2 * hour);
    const meter = countedUp([night, day], { known: none, isLive: false });
    expect(meter.value.at(-1)).toBe(700);
    expect(between(meter, [startMs + hour, startMs + 3 * hour])).toBe(600);
  });

  test('a device that is set up: the past ends at what it showed first, and nothing of its own is moved', () => {
    const own: MeterColumns = { atMs: [startMs + 5 * hour, startMs + 6 * hour], value: [10_000, 10_500] };
    const meter = countedUp([piecesOf([100, 200, 300, 400, 500])], { known: own, isLive: true });
    expect(meter.value[0]).toBe(8500);
    expect(meter.value.at(-1)).toBe(10_000);
    expect(meter.atMs.at(-1)).toBe(startMs + 5 * hour);
  });
});

describe('nights of the clock change', () => {
  const rows = (times: readonly string[], wh: (row: number) => number): string =>
    `Date/Time,Energy Produced (Wh),Energy Consumed (Wh)\n${times.map((time, row) => `${time},${wh(row)},${300 - wh(row)}`).join('\n')}\n`;

  test('autumn: 25 hours, both 02:00 count', async () => {
    const hours = [
      '00',
      '01',
      '02',
      '02',
      ...Array.from({ length: 21 }, (_none, row) => String(row + 3).padStart(2, '0')),
    ];
    const text = rows(
      hours.map((hh) => `2026-10-25 ${hh}:00`),
      (row) => (row % 2 === 0 ? 100 : 20),
    );
    const read = await taken(text);
    const points = read.points('pv.energy');
    expect([points[0]?.[0], points.at(-1)?.[0]]).toEqual(['2026-10-24T22:00', '2026-10-25T23:00']);
    expect(read.energy('pv.energy')).toBe(1.54);
    expect(points).toHaveLength(26);
  });

  test('spring: 23 hours', async () => {
    const hours = ['00', '01', ...Array.from({ length: 21 }, (_none, row) => String(row + 3).padStart(2, '0'))];
    const read = await taken(
      rows(
        hours.map((hh) => `2026-03-29 ${hh}:00`),
        (row) => (row % 2 === 0 ? 100 : 20),
      ),
    );
    expect([read.points('pv.energy')[0]?.[0], read.points('pv.energy').at(-1)?.[0]]).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
    expect(read.energy('pv.energy')).toBe(1.42);
  });

  test('days by the calendar: each from midnight to midnight', async () => {
    const text = 'Date,PV Yield (kWh),Import (kWh)\n2026-10-24,5,1\n2026-10-25,4,2\n2026-10-26,6,1\n2026-10-27,3,4\n';
    const times = (await taken(text)).points('pv.energy').map(([at]) => at);
    expect(times).toEqual([
      '2026-10-23T22:00',
      '2026-10-24T22:00',
      '2026-10-25T23:00',
      '2026-10-26T23:00',
      '2026-10-27T23:00',
    ]);
  });

  test('the newest first is the same', async () => {
    const text = (days: readonly string[]) => `Date,PV Yield (kWh),Import (kWh)\n${days.join('\n')}\n`;
    const days = ['2026-09-01,5,1', '2026-09-02,4,2', '2026-09-03,6,1', '2026-09-04,3,4'];
    const [up, down] = [await taken(text(days)), await taken(text(days.toReversed()))];
    expect(down.points('pv.energy')).toEqual(up.points('pv.energy'));
  });
});

test('L15: three days of hourly sun are 91.6 kWh and nothing else', async () => {
  const day = [0, 0, 0, 0, 0, 0.1, 0.6, 1.4, 2.4, 3.2, 3.6, 3.9, 3.9, 3.5, 3, 2.2, 1.4, 0.8, 0.4, 0.1, 0, 0, 0, 0];
  const days = [day, day.map((kwh) => kwh / 2), day.map((kwh) => kwh * 1.5)];
  const rows = days.flatMap((kwhs, index) =>
    kwhs.map((kwh, hh) => `06/${20 + index}/2026 ${String(hh).padStart(2, '0')}:00,${Math.round(kwh * 1000)}`),
  );
  const read = await taken(`Date/Time,Energy Produced (Wh)\n${rows.join('\n')}\n`);
  const sum = days.flat().reduce((so, kwh) => so + Math.round(kwh * 1000), 0) / 1000;
  expect(read.energy('pv.energy')).toBe(Number(sum.toFixed(3)));
  expect(read.whys).toEqual(['a column of Enphase; energy of each 60 minutes, counted up']);
});

test('a file of June and one of July make one meter in the store', async () => {
  const store = pointStore();
  const month = (name: string, wh: readonly number[]) =>
    `Date/Time,Energy Produced (Wh)\n${wh.map((value, hh) => `2026-0${name}T${String(hh).padStart(2, '0')}:00:00Z,${value}`).join('\n')}\n`;
  const july = month('7-01', [1, 5, 3, 8, 2]);
  const june = month('6-30', [4, 9, 2, 7, 3]);
  await taken(july, { store });
  const read = await taken(june, { store });
  expect(read.energy('pv.energy')).toBe(0.044);
  expect((await taken(july, { store })).result).toMatchObject({ added: { points: 0 }, replaced: { points: 0 } });
  expect(store.points().every(({ device, site }) => device === 'old' && site === seriesOf('x', 'pv.power').site)).toBe(
    true,
  );
});

test('L15: the same energy each hour beside others is one of intervals, alone it is a meter that stands', async () => {
  const rows = (wh: string) =>
    Array.from({ length: 24 }, (_none, hh) => `2026-06-21 ${String(hh).padStart(2, '0')}:00,${hh % 5},${wh}`);
  const read = await taken(`Time,Energy Produced (Wh),Energy Consumed (Wh)\n${rows('400').join('\n')}\n`);
  expect(read.energy('load.energy')).toBe(9.6);
  const alone = rows('400').map((row) => row.replace(/,\d,/, ','));
  expect((await taken(`Time,Energy Consumed (Wh)\n${alone.join('\n')}\n`)).energy('load.energy')).toBe(0);
});
