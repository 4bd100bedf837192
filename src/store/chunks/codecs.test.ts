// The codecs of the store: every bit comes back, whatever the columns; hostile bytes are named and never hang.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { hourMs } from '#core/time.ts';
import { chunkPoints, type Columns, decodeChunk, encodePart, joinParts } from './chunk-codec.ts';
import { decodeLog, encodeLog } from './log-codec.ts';
import { type Points, sliced } from './points.ts';
import { decodeRows, encodeRows } from './row-codec.ts';
import { field, fieldAt, rowCount, rowOfAll, rowsOfPoints, summaryAt, widerRows } from './row-list.ts';

const hour = fc.integer({ min: -2_500_000_000, max: 2_500_000_000 }).map((one) => one || 0);
const decimal = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(1, 10, 100, 1000));
const value = fc.oneof(
  { weight: 4, arbitrary: decimal.map(([whole, scale]) => whole / scale) },
  fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 1e15 + 0.3, -1 / 3),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Offsets in an hour: shared by most columns, some of which lack a few. */
const columns = fc
  .record({
    hour,
    shared: fc.uniqueArray(fc.integer({ min: 0, max: hourMs - 1 }), { minLength: 1, maxLength: 40 }),
    told: fc.array(
      fc.record({
        series: fc.integer({ min: 1, max: 100_000 }),
        own: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: hourMs - 1 }), { minLength: 1, maxLength: 20 })),
        lacks: fc.array(fc.nat(40), { maxLength: 3 }),
        values: fc.array(value, { minLength: 1, maxLength: 5 }),
        qualities: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map((given): { readonly hour: number; readonly columns: Columns } => {
    const made = new Map<number, Points>();
    for (const { series, own, lacks, values, qualities } of given.told) {
      const whole = (own ?? given.shared).toSorted((a, b) => a - b);
      const kept = whole.filter((_, index) => own !== null || index === 0 || !lacks.includes(index));
      made.set(series, {
        atMs: Float64Array.from(kept, (offset) => given.hour * hourMs + offset),
        value: Float64Array.from(kept, (_, index) => values[index % values.length] ?? 0),
        quality: Uint8Array.from(kept, (_, index) => qualities[index % qualities.length] ?? 0),
      });
    }
    return { hour: given.hour, columns: made };
  });

test('a chunk gives back every column, every bit', () => {
  fc.assert(
    fc.property(columns, ({ hour: at, columns: given }) => {
      const parts = decodeChunk(joinParts([encodePart(given, at)]), { hour: at, name: 'x' });
      expect(new Set(parts[0]?.keys())).toEqual(new Set(given.keys()));
      for (const [series, points] of given) {
        expect(chunkPoints(parts, series)).toEqual(points);
        const { sum, area, ...exact } = parts[0]?.get(series)?.summary ?? { sum: 0, area: 0 };
        const whole = summaryAt(rowOfAll(points, 0), 0);
        expect(whole).toMatchObject(exact);
        expect(sum).toBeCloseTo(whole.sum, 0);
        expect(Number.isNaN(area)).toBe(Number.isNaN(whole.area));
      }
    }),
    { numRuns: 300 },
  );
});

test('points of two parts come one after the other', () => {
  const points = (from: number): Points => ({
    atMs: Float64Array.of(from, from + 1),
    value: Float64Array.of(1, 2),
    quality: Uint8Array.of(0, 1),
  });
  const body = joinParts([encodePart(new Map([[7, points(5)]]), 0), encodePart(new Map([[7, points(10)]]), 0)]);
  expect([...chunkPoints(decodeChunk(body, { hour: 0, name: 'x' }), 7).atMs]).toEqual([5, 6, 10, 11]);
});

/** What a decoder throws; undefined if it takes the bytes. */
function thrownBy(decode: () => unknown): unknown {
  try {
    decode();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

/** Lets a decoder take its bytes or name the block. */
function named(decode: () => unknown): void {
  const thrown = thrownBy(decode);
  expect(thrown === undefined || (isSolsteadError(thrown, 'store.corrupt') && thrown.at === 'block 7')).toBe(true);
}

function decodeAll(body: Uint8Array, at: number): void {
  for (const part of decodeChunk(body, { hour: at, name: 'block 7' }))
    for (const entry of part.values()) entry.points();
}

test('a changed or cut chunk is named; nothing it holds passes for another value', () => {
  fc.assert(
    fc.property(columns, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ hour: at, columns: given }, place, flip) => {
      const body = joinParts([encodePart(given, at)]);
      const bad = body.slice();
      bad[place % bad.length] = (bad[place % bad.length] ?? 0) ^ flip;
      expect(() => decodeAll(bad, at)).toThrow(expect.objectContaining({ code: 'store.corrupt', at: 'block 7' }));
      const cut = body.subarray(0, 1 + (place % (body.length - 1)));
      expect(() => decodeAll(cut, at)).toThrow(expect.objectContaining({ code: 'store.corrupt', at: 'block 7' }));
    }),
    { numRuns: 300 },
  );
});

test('hostile bytes are named and never hang', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, (body) => {
      named(() => decodeAll(body, 0));
      named(() => decodeRows(body, { widthMs: 300_000, firstSlot: 0, name: 'block 7' }));
      named(() => decodeLog(body, 'block 7'));
    }),
    { numRuns: 1000 },
  );
});

test('rows of a roll-up come back: bounds and ends exactly, sums but for their rounding', () => {
  fc.assert(
    fc.property(columns, ({ hour: at, columns: given }) => {
      const grid = { widthMs: 300_000, firstSlot: at * 12 };
      const rows = new Map([...given].map(([series, points]) => [series, rowsOfPoints(points, grid.widthMs)]));
      const again = decodeRows(encodeRows(rows, grid), { ...grid, name: 'x' });
      expect(again.size).toBe(rows.size);
      for (const [series, list] of rows)
        for (let index = 0; index < rowCount(list); index += 1) {
          const found = again.get(series) ?? new Float64Array();
          const row = summaryAt(found, index);
          const { sum, area, ...exact } = summaryAt(list, index);
          expect(rowCount(found)).toBe(rowCount(list));
          expect(fieldAt(found, index, field.slot)).toBe(fieldAt(list, index, field.slot));
          expect(row).toMatchObject(exact);
          const near = (one: number, other = Number.NaN) =>
            Object.is(one, other) || Math.abs(one - other) <= 1e-11 * Math.abs(one);
          expect(near(sum, row.sum) && near(area, row.area), `${sum} ${area}`).toBe(true);
        }
    }),
    { numRuns: 200 },
  );
});

test('rows made of rows are the rows of the points', () => {
  fc.assert(
    fc.property(columns, ({ columns: given }) => {
      for (const points of given.values()) {
        const halves = { ...points, value: points.value.map((one) => Math.round(one % 1000) / 2 || 0) };
        expect(widerRows(rowsOfPoints(halves, 300_000), 12)).toEqual(rowsOfPoints(halves, hourMs));
        expect(sliced(halves, halves.atMs[0] ?? 0, Number.MAX_SAFE_INTEGER)).toBe(halves);
      }
    }),
    { numRuns: 100 },
  );
});

test('the log gives back what was given, in its order', () => {
  const point = fc.tuple(fc.nat(20), fc.maxSafeInteger(), value, fc.nat(3), fc.option(fc.string(), { freq: 20 }));
  fc.assert(
    fc.property(fc.array(point, { maxLength: 50 }), fc.boolean(), (points, isGood) => {
      const given = {
        series: Uint32Array.from(points, ([series]) => series),
        atMs: Float64Array.from(points, ([, at]) => at),
        value: Float64Array.from(points, ([, , one, , text]) => (text === null ? one : Number.NaN)),
        quality: Uint8Array.from(points, ([, , , quality]) => (isGood ? 0 : quality)),
        texts: new Map(points.flatMap(([, , , , text], index) => (text === null ? [] : [[index, text] as const]))),
      };
      expect(decodeLog(encodeLog(given), 'x')).toEqual(given);
      expect(decodeLog(Buffer.from(encodeLog(given)), 'x'), 'as a database gives it').toEqual(given);
    }),
    { numRuns: 300 },
  );
});
