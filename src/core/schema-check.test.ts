// What is wrong with a document, as codes with parameters, in every kind of wrong.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { external } from './message-params.ts';
import { because, inEnglish, isReason } from './reason.ts';
import { editorSchema, problemsOf, type Schema } from './schema-check.ts';

const clock: Schema = { type: 'string', pattern: '^\\d\\d:\\d\\d$', form: because('form.clock') };
const schema: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['at'],
  properties: {
    at: clock,
    count: { type: 'integer', minimum: 1, maximum: 9 },
    per: { type: 'string', enum: ['day', 'year'] },
    rows: { type: 'array', minItems: 1, maxItems: 2, items: { type: ['number', 'string'] } },
    words: { type: 'object', patternProperties: { '^[1-9]$': { type: 'string' } } },
    price: { oneOf: [{ type: 'object', properties: { kind: { type: 'string', const: 'flat' } }, required: ['kind'] }] },
    net: { anyOf: [{ type: 'string', enum: ['none'] }, { type: 'integer' }] },
  },
};
const told = (document: unknown): string[] =>
  problemsOf(document, schema).map(({ path, why }) => `${path.join('.')}: ${inEnglish(why)}`);

test.each([
  [null, ': nothing is given where a set of keys is needed'],
  [{}, ': the key at is missing'],
  [{ at: 730 }, 'at: 730 is not a time such as 07:30'],
  [{ at: '07:30', words: { 1: 5 } }, 'words.1: 5 is given where a text is needed: put it in quotes'],
  [{ at: '07:30', count: '3 kW' }, 'write it without quotes and units; did you mean 3000?'],
  [{ at: '7.30' }, 'at: "7.30" is not a time such as 07:30'],
  [
    { at: '07:30', count: '3' },
    'count: "3" is given where a whole number is needed: write it without quotes and units',
  ],
  [{ at: '07:30', count: 10 }, 'count: 10 is outside 1 to 9'],
  [{ at: '07:30', per: 'daly' }, 'per: "daly" is not one of day or year; did you mean day?'],
  [{ at: '07:30', per: 'annual' }, 'per: "annual" is not one of day or year; did you mean year?'],
  [{ at: '07:30', rows: [] }, 'rows: the list is empty'],
  [{ at: '07:30', rows: [1, 2, 3] }, 'rows: the list has 3 entries; at most 2 are allowed'],
  [{ at: '07:30', rows: [[]] }, 'rows.0: a list is given where a number or a text is needed'],
  [{ at: '07:30', words: { on: 'x' } }, 'words.on: the key "on" is unknown; the keys are numbers'],
  [{ at: '07:30', price: 1 }, 'price: 1 is given where a set of keys is needed'],
  [{ at: '07:30', price: {} }, 'price: the key kind is missing; it is one of flat'],
  [{ at: '07:30', price: { kind: 'flap' } }, 'price.kind: "flap" is not one of flat; did you mean flat?'],
  [{ at: '07:30', net: {} }, 'net: a set of keys is given where a text is needed'],
  [{ att: '07:30' }, 'att: the key "att" is unknown; did you mean at?'],
])('%j: %s', (document, problem) => expect(told(document).join('\n')).toContain(problem));

test('a problem is a code with what a person wrote, for any language', () => {
  expect(problemsOf({ at: '7.30' }, schema)).toEqual([
    {
      path: ['at'],
      on: 'value',
      why: because('file.form', { value: external('"7.30"'), form: because('form.clock') }),
    },
  ]);
});

test('any value is judged, and what is said of it is short and may be stored', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      for (const { why } of problemsOf({ at: value, rows: value, price: value, words: value }, schema)) {
        expect(isReason(why)).toBe(true);
        expect(inEnglish(why).length).toBeLessThan(400);
      }
    }),
  );
});

test('an editor gets JSON Schema and nothing else', () => {
  expect(editorSchema({ properties: { at: clock } })).toEqual({
    properties: { at: { type: 'string', pattern: clock.pattern } },
  });
});

test('a value of several types is held against the one that it is of', () => {
  const several: Schema = { anyOf: [{ type: ['number', 'string'] }, { type: 'boolean' }, { type: 'array' }] };
  expect([false, 1, 'x', []].map((value) => problemsOf(value, several))).toEqual([[], [], [], []]);
  expect(problemsOf({}, several)).toHaveLength(1);
});
