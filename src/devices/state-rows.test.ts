import { inEnglish } from '#core/reason.ts';
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { clearsAny, booleanAt, numberAt, quantityAt, stateTable, textAt, textNumberAt } from './state-rows.ts';

const table = stateTable([
  numberAt({ path: 'a:0/b/c', name: 'c', label: 'C' }, 'W'),
  booleanAt({ path: 'a:0/on', name: 'on', label: 'On' }),
  textAt({ path: 'constructor/name', name: 'name', label: 'Name' }),
]);

test('a path leads to a value of the row’s type', () => {
  expect(table.decode({ 'a:0': { b: { c: -2.5 }, on: false }, constructor: { name: 'x' } })).toEqual({
    values: [-2.5, false, 'x'],
    raws: [undefined, undefined, undefined],
    problems: [],
  });
});

test('null and missing parts are absent, what every object inherits is missing', () => {
  expect(table.decode({})).toMatchObject({ values: [undefined, undefined, undefined], problems: [] });
  expect(table.decode({ 'a:0': { b: null, on: null } })).toMatchObject({
    values: [undefined, undefined, undefined],
    problems: [],
  });
});

test('another type is absent with a reason', () => {
  const { values, problems } = table.decode({ 'a:0': { b: { c: '5' }, on: 1 }, constructor: { name: {} } });
  expect(values).toEqual([undefined, undefined, undefined]);
  expect(problems.map(({ why }) => inEnglish(why))).toEqual([
    'a:0/b/c is not a number',
    'a:0/on is neither true nor false',
    'constructor/name is not a text',
  ]);
});

test('a text of very many digits that is no number is refused at once', () => {
  const { decode } = stateTable([textNumberAt({ path: 'power', name: 'power', label: 'Power' }, 'W')]);
  const { values, problems } = decode({ power: `${'1'.repeat(250_000)}x` });
  expect(values).toEqual([undefined]);
  expect(problems.map(({ why }) => inEnglish(why))).toEqual(['power is not a number']);
});

test('what says of anything that it is not there any more is told from what does not', () => {
  expect(clearsAny({})).toBe(false);
  expect(clearsAny({ a: { b: [1, { c: 0 }], d: '' }, e: false })).toBe(false);
  for (const state of [{ a: null }, { a: { b: null } }, { a: [{ b: null }] }, { a: 1, b: { c: { d: null } } }])
    expect(clearsAny(state)).toBe(true);
});

const key = fc.constantFrom('a', 'b', 'c', '0', 'Value', 'Unit', 'length', '__proto__');
const states = fc.object({
  key,
  maxDepth: 3,
  withNullPrototype: true,
  values: [fc.constantFrom(null, 1, '2', 'W', true)],
});
const paths = fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join('/'));

/** What stands at a path, looked up from the top. */
function found(state: object, path: string): unknown {
  let value: unknown = state;
  for (const name of path.split('/')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

test('whatever the state and its order: each row has what stands at its own path, and problems are in the order of the rows', () => {
  fc.assert(
    fc.property(states, fc.uniqueArray(paths, { minLength: 1, maxLength: 6 }), (state, own) => {
      const rows = own.map((path, index) => numberAt({ path, name: `r${index}`, label: '' }, 'W'));
      const { values, problems } = stateTable([...rows, quantityAt({ path: 'a', name: 'q', label: '' }, 'W')]).decode(
        state,
      );
      const at = own.map((path) => found(state, path));
      expect(values.slice(0, -1)).toEqual(at.map((value) => (typeof value === 'number' ? value : undefined)));
      const isWrong = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'number';
      const wrong = at.flatMap((value, index) => (isWrong(value) ? [index] : []));
      expect(problems.map(({ row }) => row).filter((row) => row < own.length)).toEqual(wrong);
    }),
  );
});
