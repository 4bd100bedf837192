import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { parseDecimal } from './decimal.ts';
import { choice, flags, letters, number, rest, skip, word } from './positional-fields.ts';
import { positionalTable } from './positional.ts';
import type { Table } from './table.ts';

const decode = (table: Table, text: string) => table.decode(fromLatin1(text));

/** Values by row name, absent ones left out. */
function named(table: Table, text: string): Record<string, unknown> {
  const { values } = decode(table, text);
  return Object.fromEntries(
    table.rows.flatMap(({ name }, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
  );
}

const whys = (table: Table, text: string): string[] =>
  decode(table, text).problems.map(({ row, why }) => `${table.rows[row]?.name ?? ''}: ${inEnglish(why)}`);

const table = positionalTable([
  number('AC Input Voltage', 'V', { metric: 'grid.voltage' }),
  number('Offset', 'V', { divide: 100 }),
  number('Time', 's', { multiply: 60 }),
  choice('Type', { '0': 'AGM', '10': 'Hybrid' }),
  flags(['First', '', 'Third', { label: 'Digit', digit: true }], {
    name: 'active',
    label: 'Active',
    text: (isSet) => [0, 1, 2].filter(isSet).join('+'),
  }),
  skip,
  word('Version', { after: 'V:' }),
]);

describe('decimal numbers', () => {
  const parse = (text: string): number => parseDecimal(fromLatin1(text), 0, text.length);

  test('are the same doubles Number gives', () => {
    const texts = fc.stringMatching(/^[+-]?\d{1,9}(\.\d{1,6})?$/);
    fc.assert(
      fc.property(texts, (text) => {
        expect(parse(text)).toBe(Number(text) + 0);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '',
    '0x1',
    '1e5',
    ' 12',
    '12 ',
    '.5',
    '5.',
    '1.2.3',
    '--1',
    '+',
    '-',
    '1,5',
    'NaN',
    'Infinity',
    '1234567890123456',
    '１',
  ])('"%s" is none', (text) => expect(parse(text)).toBeNaN());

  test('minus zero is zero', () => expect(Object.is(parse('-0.0'), 0)).toBe(true));
});

describe('positional tables', () => {
  test('numbers are scaled, choices keep what stood on the wire, flags are a row each', () => {
    const decoded = decode(table, '230.1 057 003 10 1017 xx V:72.70');
    expect(named(table, '230.1 057 003 10 1017 xx V:72.70')).toEqual({
      ac_input_voltage: 230.1,
      offset: 0.57,
      time: 180,
      type: 'Hybrid',
      first: true,
      third: true,
      digit: 7,
      active: '0+2',
      version: '72.70',
    });
    expect(decoded.problems).toEqual([]);
    expect(decoded.raws).toEqual([
      undefined,
      undefined,
      undefined,
      '10',
      undefined,
      undefined,
      undefined,
      undefined,
      'V:72.70',
    ]);
    expect(decoded.values).toHaveLength(table.rows.length);
    expect(decoded.raws).toHaveLength(table.rows.length);
  });

  test('placeholders are absent without a problem', () => {
    expect(named(table, '- ---.- -- - ---- - -')).toEqual({});
    expect(whys(table, '- ---.- -- - ---- - -')).toEqual([]);
  });

  test('what does not parse is absent and says why', () => {
    expect(named(table, '0x1 1e5 NaN 7 1x10')).toEqual({ first: true, third: true, digit: 0, active: '0+2' });
    expect(whys(table, '0x1 1e5 NaN 7 1x10')).toEqual([
      'ac_input_voltage: "0x1" is not a number',
      'offset: "1e5" is not a number',
      'time: "NaN" is not a number',
      'type: "7" is not a known choice',
    ]);
    expect(decode(table, '1 1 1 7').raws[3]).toBe('7');
    expect(whys(table, '1 1 1 0 2x10')).toEqual(['first: character 1 of "2x10" is not 0 or 1']);
    expect(whys(table, 'a\nb')).toEqual(['ac_input_voltage: "a\\x0ab" is not a number']);
  });

  test('fewer fields are absent, more are passed over, both without a problem', () => {
    expect(named(table, '230.0')).toEqual({ ac_input_voltage: 230 });
    expect(whys(table, '230.0')).toEqual([]);
    expect(named(table, '230.0 1 1 0 10')).toMatchObject({ first: true, active: '0' });
    expect(whys(table, '230.0 1 1 0 1011111 x V:1 99 zz')).toEqual([]);
  });

  test('a space before the end is no field, an empty field in between is a problem', () => {
    expect(whys(table, '230.0 ')).toEqual([]);
    expect(whys(table, '230.0  1')).toEqual(['offset: "" is not a number']);
    expect(whys(table, '')).toEqual(['ac_input_voltage: "" is not a number']);
  });

  test('the rest of an answer keeps its spaces', () => {
    const name = positionalTable([rest('Model Name')]);
    expect(named(name, ' VMII 5000 ')).toEqual({ model_name: 'VMII 5000' });
    expect(whys(name, '   ')).toEqual(['model_name: it is empty']);
    expect(() => positionalTable([rest('A'), word('B')])).toThrow(TypeError);
  });

  test('letters after E are on, after D off, unknown ones passed over', () => {
    const switches = positionalTable([letters({ a: 'Buzzer', b: 'Bypass', k: 'Reset' })]);
    expect(named(switches, 'EbnDa')).toEqual({ bypass: true, buzzer: false });
    expect(named(switches, 'ED')).toEqual({});
    expect(whys(switches, 'abDk')).toEqual(['buzzer: "abDk" is not of the form E…D…']);
    expect(whys(switches, 'EaDa')).toEqual(['buzzer: "EaDa" names a twice']);
    expect(named(switches, 'EaaDab')).toEqual({ bypass: false });
  });

  test('two rows of one name are our own mistake', () => {
    expect(() => positionalTable([word('A b'), word('a-B')]).rows).toThrow('two rows are named a_b');
  });

  test('a table cannot be changed and answers share nothing that can', () => {
    expect(Object.isFrozen(table) && Object.isFrozen(table.rows) && table.rows.every(Object.isFrozen)).toBe(true);
    const first = decode(table, '1 2 3 0');
    decode(table, '4 5 6 10');
    expect(first.values.slice(0, 4)).toEqual([1, 0.02, 180, 'AGM']);
    expect(Object.isFrozen(decode(table, '1').raws)).toBe(true);
  });

  test('any bytes give finite numbers, short texts, booleans or nothing', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.stringMatching(/^[0-9. ED-]{0,80}$/).map(fromLatin1));
    fc.assert(
      fc.property(bytes, (payload) => {
        const { values, raws, problems } = table.decode(payload);
        expect([values.length, raws.length]).toEqual([table.rows.length, table.rows.length]);
        expect(values.filter((value) => typeof value === 'number' && !Number.isFinite(value))).toEqual([]);
        for (const { row, why } of problems) {
          expect(table.rows[row]).toBeDefined();
          expect(inEnglish(why).length).toBeLessThan(200);
        }
      }),
    );
  });
});
