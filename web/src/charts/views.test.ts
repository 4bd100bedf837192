import { describe, expect, test } from 'vitest';
import { mostViews, viewsFrom, withoutView, withView } from './views.ts';

const view = (name: string) => ({ name, lines: 'flow.pv', last: '7d' as const });

describe('views that were kept', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['{', []],
    ['{"name":"a"}', []],
    ['[{"name":"a","lines":"flow.pv","last":"7d"},{"name":5},null,{"name":"b","lines":"x","last":"9d"}]', ['a', 'b']],
  ])('%j', (text, names) => {
    expect(viewsFrom(text).map(({ name }) => name)).toEqual(names);
  });

  test('what is odd in one is left out', () => {
    const [one] = viewsFrom('[{"name":" a ","lines":"flow.pv,flow.moon","last":"9d","from":1}]');
    expect(one).toEqual({ name: 'a', lines: 'flow.pv', last: undefined, from: undefined, to: undefined });
  });

  test('the same name takes the place; so many at most', () => {
    const two = withView(withView([], view('a')), view('b'));
    expect(withView(two, { ...view('a'), last: '1h' }).map(({ name, last }) => [name, last])).toEqual([
      ['a', '1h'],
      ['b', '7d'],
    ]);
    const many = Array.from({ length: mostViews + 5 }, (_none, at) => view(`v${at}`));
    expect(many.reduce(withView, [] as ReturnType<typeof viewsFrom>)).toHaveLength(mostViews);
    expect(withoutView(two, 'a').map(({ name }) => name)).toEqual(['b']);
  });
});
