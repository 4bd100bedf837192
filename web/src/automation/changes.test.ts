// What a person is told before a text is saved.
import { expect, test } from 'vitest';
import { changesBetween, type Entry, type Held, letGo } from './changes.ts';

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  section: 'rules',
  index: 0,
  id,
  name: id,
  isOn: true,
  line: 1,
  isHeld: true,
  begins: [],
  only: [],
  does: [],
  targets: [{ device: 'boiler', setPoint: 'relay.on.1' }],
  calls: [],
  ...more,
});
const held = (id: string, kind: 'rule' | 'surplus' | 'person' = 'rule'): Held => ({
  device: 'boiler',
  setPoint: 'relay.on.1',
  value: 1,
  holder: { kind, id, name: id },
  untilMs: 0,
  claims: [],
});

test('what comes, goes, is switched and is changed is told; where it stands is not', () => {
  const does = [{ code: 'act.say-wait', params: {} }];
  const before = [entry('a'), entry('b'), entry('c'), entry('d', { isOn: false }), entry('e')];
  const after = [
    entry('new'),
    entry('a', { line: 9, index: 3 }),
    entry('c', { does }),
    entry('d'),
    entry('e', { isOn: false }),
  ];
  expect(changesBetween(before, after).map(({ kind, entry: { id } }) => `${kind} ${id}`)).toEqual([
    'added new',
    'changed c',
    'on d',
    'off e',
    'removed b',
  ]);
});

test('a load and a rule of one id are two things', () => {
  expect(changesBetween([entry('a')], [entry('a', { section: 'loads' })]).map(({ kind }) => kind)).toEqual([
    'added',
    'removed',
  ]);
});

test('what is held is let go when its rule is gone, switched off, or names it no more; what a person holds stays', () => {
  expect(letGo([held('a')], [entry('a')])).toEqual([]);
  expect(letGo([held('a')], [])).toHaveLength(1);
  expect(letGo([held('a', 'surplus')], [entry('a', { isOn: false })])).toHaveLength(1);
  expect(letGo([held('a')], [entry('a', { targets: [] })])).toHaveLength(1);
  expect(letGo([held('a', 'person')], [])).toEqual([]);
});
