import { because, inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { wholeAnswer } from './table.ts';
import { amount, bitList, bits, cells, computed, option, text, toggle } from './tagged-rows.ts';
import { taggedTable } from './tagged.ts';

const alarms = [
  { bit: 0, label: 'Low' },
  { bit: 15, label: 'High' },
];

const table = taggedTable([
  {
    tag: 0x79,
    bytes: 'counted',
    rows: cells(3, (cell) => ({ name: `cell_${cell}`, label: `Cell ${cell}`, unit: 'V' })),
  },
  { tag: 0x83, bytes: 2, rows: [amount('Voltage', 'V', { divide: 100 })] },
  {
    tag: 0x84,
    bytes: 2,
    rows: [
      computed('Sum', '', {
        calc: (raw, answer) =>
          answer.isComplete ? raw + (answer.uint(0x85) ?? 0) : { why: because('decode.no-alarms') },
      }),
    ],
  },
  { tag: 0x85, bytes: 1, rows: [toggle('Switch')] },
  { tag: 0x8b, bytes: 2, rows: [...bits(alarms), bitList('Alarms', alarms)] },
  { tag: 0xa5, bytes: 2, rows: [amount('Cold', '°C', { signed: true })] },
  { tag: 0xaf, bytes: 1, rows: [option('Type', { '0': 'LFP' })] },
  { tag: 0xb2, bytes: 4, rows: [] },
  { tag: 0xb5, bytes: 4, rows: [text('Date')] },
  { tag: 0xb9, bytes: 4, rows: [amount('Capacity', 'Ah')] },
]);

function read(hex: string) {
  const { values, raws, problems } = table.decode(fromHex(hex));
  const entries = table.rows.flatMap(({ name }, index) =>
    values[index] === undefined ? [] : [[name, values[index]] as const],
  );
  return {
    values: Object.fromEntries(entries),
    raws,
    problems: problems.map(({ row, why }) => `${table.rows[row]?.name ?? '*'}: ${inEnglish(why)}`),
  };
}

describe('tagged tables', () => {
  test('values are found by tag in any order', () => {
    const expected = { cell_1: 3.3, cell_2: 3.301, voltage: 53.59, cold: -20, low: true, high: false, alarms: 'Low' };
    expect(read('7906 010ce4 020ce5 8314ef a5ffec 8b0001')).toMatchObject({ values: expected, problems: [] });
    expect(read('8b0001 a5ffec 8314ef 7906 020ce5 010ce4')).toMatchObject({ values: expected, problems: [] });
  });

  test('a value may depend on a tag that comes later', () =>
    expect(read('840010 8501').values).toMatchObject({ sum: 17 }));

  test('32 bits are unsigned', () => expect(read('b9ffffffff').values).toEqual({ capacity: 0xffff_ffff }));

  test('absent stays absent', () => expect(read('')).toMatchObject({ values: {}, problems: [] }));

  test('an unknown tag ends the reading and is named', () => {
    expect(read('840001 8314ef 77 0102 8501')).toMatchObject({
      values: { voltage: 53.59 },
      problems: [
        'sum: the answer ends before its alarms',
        '*: tag 77 is unknown, and so is its length: the rest is not read',
      ],
    });
    expect(table.decode(fromHex('77')).problems[0]?.row).toBe(wholeAnswer);
  });

  test.each([
    ['8314', '*: tag 83 is cut off'],
    ['7909010ce4', '*: tag 79 is cut off'],
    ['79', '*: tag 79 is cut off'],
    ['8314ef8314ef', '*: tag 83 appears twice'],
    ['7904010ce402', 'cell_1: 4 bytes are not a whole number of cells'],
    ['8502', 'switch: 2 is not 0 or 1'],
    ['af05', 'type: 5 is not a known choice'],
    ['b541420700', 'date: "AB\\x07" is not printable text'],
  ])('%s: %s', (hex, problem) => expect(read(hex).problems).toEqual([problem]));

  test('a cell of FFFF is not there', () => expect(read('7906 010ce4 02ffff').values).toEqual({ cell_1: 3.3 }));

  test('a list of bits keeps the number as raw', () => {
    const { raws } = read('8b8001');
    expect(read('8b8001').values.alarms).toBe('Low, High');
    expect(read('8b0000').values.alarms).toBe('');
    expect(raws[table.rows.findIndex(({ name }) => name === 'alarms')]).toBe(0x8001);
  });

  test('a tag without rows is passed over unread', () =>
    expect(JSON.stringify(read('b231323334 8501'))).not.toContain('1234'));

  test('a tag that stands twice is our own mistake', () => {
    const tag = { tag: 1, bytes: 1, rows: [] };
    expect(() => taggedTable([tag, tag])).toThrow(TypeError);
  });

  test('any bytes give values or reasons', () => {
    const tags = fc.constantFrom(0x79, 0x83, 0x84, 0x85, 0x8b, 0xa5, 0xaf, 0xb5);
    const bytes = fc.array(fc.oneof(fc.nat(255), tags), { maxLength: 120 }).map((list) => Uint8Array.from(list));
    fc.assert(
      fc.property(bytes, (payload) => {
        const { values, problems } = table.decode(payload);
        expect(values).toHaveLength(table.rows.length);
        for (const value of values) expect(typeof value === 'number' ? Number.isFinite(value) : true).toBe(true);
        expect(problems.length).toBeLessThanOrEqual(table.rows.length + 1);
      }),
    );
  });
});
