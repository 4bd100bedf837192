import { inEnglish } from '#core/reason.ts';
import { expect, test } from 'vitest';
import { booleanAt, numberAt, stateTable, textAt, textNumberAt } from './state-rows.ts';

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
