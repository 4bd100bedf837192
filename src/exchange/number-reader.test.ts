// One number reader for inspection and import: it asks if a figure can be read either way.
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { inEnglish } from '#core/reason.ts';
import { csvSource } from './csv-source.ts';
import { type DecimalSign, decimalOf, readNumber } from './read-number.ts';
import { readReadings } from './readings-file.ts';
import { bytesOf, told } from './testing/read-source.ts';

const header = { ',': 'time,pv.power,load.power', ';': 'time;pv.power;load.power', '\t': 'time\tpv.power\tload.power' };

/** What `energy` reads as solar energy, row by row; undefined if it asks. */
async function looked(text: string, decimal?: DecimalSign): Promise<readonly (number | undefined)[]> {
  const more = decimal === undefined ? {} : { decimal };
  const read = await readReadings(bytesOf(text)(), { file: 'x.csv', timeZone: 'UTC', ...more });
  const values = read.series.find(({ metric }) => metric === 'pv.power')?.columns().value ?? [];
  return Array.from(values, (value) => (Number.isNaN(value) ? undefined : value));
}

/** The same for `import`. */
async function imported(text: string, decimal?: DecimalSign): Promise<readonly (number | undefined)[]> {
  const more = decimal === undefined ? {} : { decimal };
  const lines = await told(await csvSource(bytesOf(text), { file: 'x.csv', timeZone: 'UTC', ...more }));
  return lines
    .filter((line) => line.includes('pv.power'))
    .map((line) => (line.includes(': ') && !line.startsWith('20') ? undefined : Number(line.split(' ')[2])));
}

const table = (sign: keyof typeof header, cells: readonly string[]): string =>
  [header[sign], ...cells.map((cell, row) => ['2026-06-21T10:0' + row + ':00Z', cell, '5'].join(sign))].join('\n') +
  '\n';

describe('L17: energy and import read the same', () => {
  test.each<
    readonly [
      name: string,
      written: readonly [keyof typeof header, readonly string[]],
      right: readonly (number | undefined)[],
    ]
  >([
    ['1.234 with semicolons could be both', [';', ['1.234']], [undefined]],
    ['1.234 with tabs could be both', ['\t', ['1.234', '12.345']], [undefined, undefined]],
    ['1,234 with semicolons could be both', [';', ['1,234']], [undefined]],
    ['another cell shows the comma', [';', ['1.234,5', '2,5']], [1234.5, 2.5]],
    ['another cell shows the comma, and 1.234 is asked about', [';', ['2,5', '1.234']], [2.5, undefined]],
    ['another cell shows the point', [';', ['1.234', '2.5']], [1.234, 2.5]],
    ['a nought before the point shows it', [';', ['0.234', '1.234']], [0.234, 1.234]],
    ['four digits before it show it', ['\t', ['1234.567', '1.234']], [1234.567, 1.234]],
    ['a nought before the comma shows it', [';', ['0,173', '1,234']], [0.173, 1.234]],
    ['English files', [',', ['1.234', '2.5']], [1.234, 2.5]],
    ['thousands by spaces and apostrophes', [';', ['1 234,5', "12'345,5"]], [1234.5, 12345.5]],
    ['nothing but whole numbers', [';', ['5', '0']], [5, 0]],
  ])('%s', async (_name, [sign, cells], right) => {
    expect(await looked(table(sign, cells))).toEqual(right);
    expect(await imported(table(sign, cells))).toEqual(right);
  });

  test('said with --decimal it is read', async () => {
    const text = table(';', ['1.234']);
    expect([await looked(text, '.'), await imported(text, '.')]).toEqual([[1.234], [1.234]]);
    expect([await looked(text, ','), await imported(text, ',')]).toEqual([[1234], [1234]]);
    const english = table(';', ['1,234', '12,345']);
    expect([await looked(english, '.'), await imported(english, '.')]).toEqual([
      [1234, 12345],
      [1234, 12345],
    ]);
  });

  test('what is asked about is named, with what to say', () => {
    const read = readNumber('1.234', {});
    expect(read.kind === 'unreadable' ? inEnglish(read.why) : '').toBe(
      '"1.234" may be thousands or decimals; say it with --decimal',
    );
  });
});

const figure = fc.record({
  value: fc.integer({ min: -99_999_999, max: 99_999_999 }),
  digits: fc.integer({ min: 0, max: 4 }),
});

/** A number as people write it. */
function written(value: number, digits: number, how: { decimal: DecimalSign; group: string }): string {
  const [whole = '', rest] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, how.group);
  return `${value < 0 ? '-' : ''}${grouped}${rest === undefined ? '' : `${how.decimal}${rest}`}`;
}

test('any number in any way of writing is read as it is, or asked about; never as another', () => {
  const ways = fc.constantFrom<{ decimal: DecimalSign; group: string }>(
    { decimal: '.', group: '' },
    { decimal: '.', group: ',' },
    { decimal: ',', group: '' },
    { decimal: ',', group: '.' },
    { decimal: ',', group: ' ' },
    { decimal: ',', group: '\u202f' },
    { decimal: '.', group: "'" },
    { decimal: '.', group: '’' },
  );
  fc.assert(
    fc.property(figure, ways, ({ value, digits }, how) => {
      const exact = Number((value / 10 ** digits).toFixed(digits));
      const text = written(exact, digits, how);
      for (const decimal of [how.decimal, decimalOf([text])]) {
        const read = readNumber(text, { decimal });
        const value = read.kind === 'number' ? read.value : exact;
        expect(value).toBeCloseTo(exact, 9);
      }
    }),
    { numRuns: 500 },
  );
});

test('a cell of very many digits that is no number is unreadable at once', () => {
  const cell = `${'1'.repeat(250_000)}x`;
  for (const style of [{}, { decimal: '.' }, { decimal: ',', isSaid: true }] as const)
    expect(readNumber(cell, style).kind).toBe('unreadable');
});
