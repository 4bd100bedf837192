// What the editor says of a text, and what outlives a reload.
import { expect, test } from 'vitest';
import { draftState, keepDraft, keptDraft } from './draft.ts';

const why = { code: 'act.none', params: {} };
const right = { problems: [] };
const wrong = { problems: [{ line: 1, column: 1, why }] };

test.each([
  ['what is saved is saved, whatever was said', { text: 'a', checked: { text: 'a', outcome: wrong } }, 'saved'],
  ['another text waits for its check', { text: 'b' }, 'checking'],
  ['the check of an earlier text says nothing', { text: 'b', checked: { text: 'c', outcome: right } }, 'checking'],
  ['one without mistakes may be saved', { text: 'b', checked: { text: 'b', outcome: right } }, 'ready'],
  ['one with mistakes may not', { text: 'b', checked: { text: 'b', outcome: wrong } }, 'wrong'],
  ['without the server it is not known', { text: 'b', hasFailed: true }, 'unchecked'],
  [
    'a failure behind a check of this text changes nothing',
    { text: 'b', checked: { text: 'b', outcome: right }, hasFailed: true },
    'ready',
  ],
] as const)('%s', (_, sight, kind) => {
  expect(draftState({ saved: 'a', hasFailed: false, ...sight }).kind).toBe(kind);
});

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('a draft is kept by home and forgotten when nothing differs; rubbish is none', () => {
  const storage = memory();
  keepDraft(storage, 'a', { text: 'x', base: 'y' });
  expect(keptDraft(storage, 'a')).toEqual({ text: 'x', base: 'y' });
  expect(keptDraft(storage, 'b')).toBeUndefined();
  keepDraft(storage, 'a', { text: 'y', base: 'y' });
  expect(storage.kept.size).toBe(0);
  for (const rubbish of ['', '{', '[]', '{"text":1,"base":2}', 'null']) {
    storage.setItem('solstead.automation.a', rubbish);
    expect(keptDraft(storage, 'a')).toBeUndefined();
  }
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => keepDraft(full, 'a', { text: 'x', base: '' })).not.toThrow();
});
