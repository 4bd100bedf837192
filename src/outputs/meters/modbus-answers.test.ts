// The registers of a SunSpec meter by the offsets that the models' documents print, and the answers of Modbus TCP to what is asked well and badly.
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#core/bytes.ts';
import { fc } from '#tools/testkit/property.ts';
import { modbusAnswers } from './modbus-answers.ts';
import { type MeterShape, sunSpecMap } from './sunspec-map.ts';
import { readingOf } from './testing/readings.ts';

const reading = readingOf(
  [
    {
      powerW: 1200,
      apparentVA: 1250,
      reactiveVar: 350,
      currentA: 5.43,
      voltageV: 230.2,
      factor: 0.96,
      importWh: 70_000,
      exportWh: 10,
    },
    { powerW: -3400, apparentVA: 3400, currentA: 14.78, voltageV: 230, factor: 1, importWh: 20_000, exportWh: 20 },
    { powerW: 0, voltageV: 229.8, importWh: 1, exportWh: 30 },
  ],
  { importWh: 5_000_000_000, exportWh: 60, frequencyHz: 49.98 },
);

const shape = (changes: Partial<MeterShape> = {}): MeterShape => ({
  form: 'integer',
  phases: 'three',
  positive: 'import',
  maker: 'Solstead',
  product: 'Meter',
  serial: '0011223344',
  ...changes,
});
const mapOf = (changes: Partial<MeterShape> = {}, isFresh = true) =>
  sunSpecMap(shape(changes), () => (isFresh ? reading : undefined));

/** Words of the meter's model from the register of its id. */
function model(changes: Partial<MeterShape>, at: number, count: number): readonly number[] {
  const found = mapOf(changes).words(40_069 + at, count);
  if (found === undefined || found === 'silent') throw new Error('no such registers');
  return found;
}
const signed = (word: number | undefined): number => ((word ?? 0) << 16) >> 16;
const float = (words: readonly number[]): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, words[0] ?? 0);
  view.setUint16(2, words[1] ?? 0);
  return view.getFloat32(0);
};
const floats = (words: readonly number[]): readonly number[] =>
  Array.from({ length: words.length / 2 }, (_, index) => Math.round(float(words.slice(2 * index)) * 100) / 100);

describe('the registers', () => {
  test('a mark, who it is, one meter, the end', () => {
    const map = mapOf();
    expect(map.words(40_000, 4)).toEqual([0x5375, 0x6e53, 1, 65]);
    expect(map.words(40_004, 2)).toEqual([0x536f, 0x6c73]);
    expect(map.words(40_069, 2)).toEqual([203, 105]);
    expect(map.words(40_069 + 107, 2)).toEqual([0xffff, 0]);
    expect(map.words(40_069 + 108, 2)).toBeUndefined();
    expect(map.words(39_999, 2)).toBeUndefined();
    expect(model({ form: 'float' }, 0, 2)).toEqual([213, 124]);
    expect(model({ form: 'float' }, 126, 2)).toEqual([0xffff, 0]);
    expect(model({ form: 'float', phases: 'one' }, 0, 2)).toEqual([211, 124]);
    expect(model({ phases: 'one' }, 0, 2)).toEqual([201, 105]);
  });

  test('203: what is taken from the grid is positive', () => {
    // A, AphA to C, A_SF
    expect(model({}, 2, 5).map(signed)).toEqual([2021, 543, 1478, 0, -2]);
    // PhV, PhVphA to C, and V_SF behind the voltages between lines, which are not there
    expect(model({}, 7, 9).map(signed)).toEqual([2302, 2302, 2300, 2298, -32_768, -32_768, -32_768, -32_768, -1]);
    expect(model({}, 16, 2).map(signed)).toEqual([4998, -2]);
    // W, WphA to C, W_SF
    expect(model({}, 18, 5).map(signed)).toEqual([-2200, 1200, -3400, 0, 0]);
    expect(model({ positive: 'export' }, 18, 5).map(signed)).toEqual([2200, -1200, 3400, 0, 0]);
    // PF in percent
    expect(model({}, 34, 2).map(signed)).toEqual([9600, -10_000]);
    expect(signed(model({}, 37, 1)[0])).toBe(-2);
    // TotWhExp, and its phases; TotWhImp, which began again after 2^32
    expect(model({}, 38, 8)).toEqual([0, 60, 0, 10, 0, 20, 0, 30]);
    const imported = 5_000_000_000 - 2 ** 32;
    expect(model({}, 46, 4)).toEqual([Math.floor(imported / 65_536), imported % 65_536, 1, 4464]);
    expect(model({}, 54, 1)).toEqual([0]);
  });

  test('a power that is too large for 16 bits gets a scale', () => {
    const map = sunSpecMap(shape(), () => readingOf([{ powerW: 120_000 }, { powerW: 40_000 }, {}]));
    const words = map.words(40_069 + 18, 5);
    expect(Array.isArray(words) ? words.map(signed) : words).toEqual([16_000, 12_000, 4000, 0, 1]);
  });

  test('213: the same in single precision', () => {
    expect(floats(model({ form: 'float' }, 2, 8))).toEqual([20.21, 5.43, 14.78, 0]);
    expect(floats(model({ form: 'float' }, 10, 8))).toEqual([230.2, 230.2, 230, 229.8]);
    expect(floats(model({ form: 'float' }, 26, 10))).toEqual([49.98, -2200, 1200, -3400, 0]);
    expect(floats(model({ form: 'float' }, 52, 8)).slice(1)).toEqual([0.96, -1, 1]);
    expect(floats(model({ form: 'float' }, 60, 10))).toEqual([60, 10, 20, 30, 5_000_000_000]);
    expect(toHex(Uint8Array.from(model({ form: 'float' }, 18, 2).flatMap((word) => [word >> 8, word & 0xff])))).toBe(
      '7fc00000',
    );
  });

  test('a meter of one phase has the total there', () => {
    expect(model({ phases: 'one' }, 18, 5).map(signed)).toEqual([-2200, -2200, -32_768, -32_768, 0]);
    expect(floats(model({ form: 'float', phases: 'one' }, 28, 4))).toEqual([-2200, -2200]);
  });

  test('without a fresh reading who it is can be read, and what it measures cannot', () => {
    const map = mapOf({}, false);
    expect(map.words(40_000, 71)).toHaveLength(71);
    expect(map.words(40_069 + 107, 2)).toEqual([0xffff, 0]);
    expect(map.words(40_069, 3)).toBe('silent');
    expect(map.words(40_069 + 106, 3)).toBe('silent');
  });
});

describe('Modbus TCP', () => {
  const asked: boolean[] = [];
  const open = (isFresh = true) => modbusAnswers(240, mapOf({}, isFresh), (isGiven) => void asked.push(isGiven));
  const answer = (hex: string, isFresh = true): string => {
    const { bytes, isEnd } = open(isFresh)(fromHex(hex));
    return `${toHex(bytes)}${isEnd ? ' end' : ''}`;
  };

  test('reads holding and input registers', () => {
    expect(answer('0001 0000 0006 f0 03 9c40 0002')).toBe('000100000007f0030453756e53');
    expect(answer('0002 0000 0006 f0 04 9c40 0002')).toBe('000200000007f0040453756e53');
    // It is alone behind its port: units 0 and 255 mean it, too.
    expect(answer('0003 0000 0006 ff 03 9c40 0001')).toBe('000300000005ff03025375');
  });

  test('refuses as the standard says', () => {
    expect(answer('0001 0000 0006 f0 06 9c40 0002')).toBe('000100000003f08601');
    expect(answer('0001 0000 0009 f0 10 9c40 0001 02 0000')).toBe('000100000003f09001');
    expect(answer('0001 0000 0006 f0 03 0000 0002')).toBe('000100000003f08302');
    expect(answer('0001 0000 0006 f0 03 9c40 0000')).toBe('000100000003f08303');
    expect(answer('0001 0000 0006 f0 03 9c40 007e')).toBe('000100000003f08303');
    expect(answer('0001 0000 0005 f0 03 9c40 00')).toBe('000100000003f08303');
    expect(answer('0001 0000 0006 01 03 9c40 0002')).toBe('00010000000301830b');
  });

  test('what is measured is a failure while nothing is fresh, and never −32 768', () => {
    expect(answer('0001 0000 0006 f0 03 9c97 0001', false)).toBe('000100000003f08304');
    expect(answer('0001 0000 0006 f0 03 9c40 0002', false)).toBe('000100000007f0030453756e53');
  });

  test('what is told is whether registers were given: an exception is no answer, and who means another unit asked nobody', () => {
    asked.length = 0;
    answer('0001 0000 0006 f0 03 9c40 0002');
    answer('0001 0000 0006 f0 03 9c97 0001', false);
    answer('0001 0000 0006 f0 06 9c40 0002');
    answer('0001 0000 0006 01 03 9c40 0002');
    expect(asked).toEqual([true, false, false]);
  });

  test('what begins no request, and too many at once, end the connection', () => {
    expect(answer('0001 0001 0006 f0 03 9c40 0002')).toBe(' end');
    expect(answer('0001 0000 0001 f0 03 9c40 0002')).toBe(' end');
    expect(answer('0001 0000 00ff f0 03 9c40 0002')).toBe(' end');
    expect(answer(`474554202f20485454502f312e310d0a`)).toBe(' end');
    expect(answer('000100000006f0039c400001'.repeat(20))).toMatch(/ end$/);
  });

  test('any bytes in any pieces are answered the same, and nothing is kept of them', () => {
    const request = fc.tuple(
      fc.nat(65_535),
      fc.constantFrom(240, 0, 255, 7),
      fc.constantFrom(3, 4, 6, 43),
      fc.integer({ min: 39_990, max: 40_200 }),
      fc.nat(130),
    );
    const bytesOf = (list: readonly (readonly [number, number, number, number, number])[]): readonly number[] =>
      list.flatMap(([id, unit, code, at, count]) => [
        id >> 8,
        id & 255,
        0,
        0,
        0,
        6,
        unit,
        code,
        at >> 8,
        at & 255,
        0,
        count,
      ]);
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 6 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 30 })),
        (list, junk, cuts) => {
          const all = Uint8Array.from([...bytesOf(list), ...junk]);
          const whole = open()(all);
          const connection = open();
          const out: number[] = [];
          let [at, isEnd] = [0, false];
          for (const length of [...cuts, all.length]) {
            if (isEnd || at >= all.length) break;
            const piece = connection(all.subarray(at, at + length));
            out.push(...piece.bytes);
            isEnd = piece.isEnd;
            at += length;
          }
          expect(toHex(Uint8Array.from(out))).toBe(toHex(whole.bytes));
          expect(isEnd).toBe(whole.isEnd);
        },
      ),
    );
  });
});
