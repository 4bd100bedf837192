// Every kind and every field of it has words, and kinds of one heading are together.
import { expect, test } from 'vitest';
import { outputKinds } from '#api/outputs/kinds.ts';
import { keysOf } from '#core/entries.ts';
import { kindOptions, kindText } from './kind-words.ts';
import { wordsOf } from './setting-words.ts';

test('kinds are listed under their headings, each once; plug-ins are last, as they call themselves', () => {
  const names = keysOf(outputKinds);
  const options = kindOptions(
    ['plugin-pigeon', ...names].map((kind) => ({
      kind,
      settings: {},
      ...(kind in outputKinds ? {} : { title: 'By pigeon' }),
    })),
  );
  expect(options.map(({ value }) => value).toSorted()).toEqual(['plugin-pigeon', ...names].toSorted());
  expect(options.at(-1)).toEqual({ value: 'plugin-pigeon', label: 'By pigeon', group: 'Plug-ins' });
  const headings = options.map(({ group }) => group).filter((group, index, all) => group !== all[index - 1]);
  expect(headings).toEqual([...new Set(headings)]);
});

test('every kind and every field has words', () => {
  for (const kind of keysOf(outputKinds)) {
    expect(kindText(kind)).not.toBe(kind);
    for (const name of Object.keys(outputKinds[kind].properties)) {
      if (name === 'kind') continue;
      expect(wordsOf(kind, { name }).label(), `${kind} ${name}`).not.toBe(name);
    }
  }
});
