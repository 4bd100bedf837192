// What buttons change in a text: what a person wrote stays as it was written, and what comes of it can be read.
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { edited, freeName } from './edit.ts';

interface Written {
  readonly rules?: readonly { readonly on?: boolean }[] | null;
}

const parse = (text: string): Written => (parseYaml(text) ?? {}) as Written;

const rules = `# mine
rules:
  - name: Boiler   # the old one
    while: grid.power < -1500 W
    do:
      - {kind: set, device: boiler, point: relay.on.1, value: on}   # on!

  - {name: Night, when: [{kind: time, at: "01:00"}], do: [{kind: wait, for: 1 s}]}
  - name: Third
    on: true  # for now
    when: [{kind: time, at: "02:00"}]
    do: [{kind: wait, for: 1 s}]

# the end
variables: {a: {start: 1}}
`;

const switched = (index: number, on: boolean): string => edited(rules, { kind: 'switch', section: 'rules', index, on });

test('a rule is switched off in its own lines, and everything else stays', () => {
  expect(switched(0, false)).toBe(rules.replace('# the old one\n', '# the old one\n    on: false\n'));
  expect(switched(1, false)).toBe(rules.replace('{name: Night', '{on: false, name: Night'));
  expect(switched(2, false)).toBe(rules.replace('on: true ', 'on: false '));
  for (const index of [0, 1, 2]) {
    const off = switched(index, false);
    expect(parse(off).rules?.[index]?.on).toBe(false);
    const again = edited(off, { kind: 'switch', section: 'rules', index, on: true });
    expect(parse(again).rules?.[index]?.on).toBe(true);
    expect(again).toContain('# the end');
  }
});

test('a rule that is not there, and a text that cannot be read, are told', () => {
  expect(() => switched(7, false)).toThrow(/no such entry/);
  expect(() => edited('rules: [', { kind: 'switch', section: 'rules', index: 0, on: true })).toThrow(/text|flow/i);
  expect(() => edited('a: &x 1\nb: *x', { kind: 'add', part: {} })).toThrow(/alias|&/i);
});

const part = {
  rules: [{ name: 'New', when: [{ kind: 'time', at: '03:00' }], do: [{ kind: 'wait', for: '5 s' }] }],
} as const;

test.each([
  ['an empty text', ''],
  ['a text of comments', '# nothing yet'],
  ['other lists', 'limits:\n  - {device: a, point: relay.on.1, min_on: 1 min}'],
  ['an empty list', 'rules: []\n'],
  ['a key without a value', 'rules:\n'],
  ['a list in brackets', 'rules: [{name: Old, do: []}] # kept\n'],
  ['a list that is not indented', 'rules:\n- name: Old\n  do:\n  - kind: wait\n    for: 1 s\n'],
  ['a list with more behind it', rules],
])('a recipe is added to %s', (_, text) => {
  const after = edited(text, { kind: 'add', part });
  const before = parse(text);
  expect(parse(after)).toEqual({ ...before, rules: [...(before.rules ?? []), ...part.rules] });
  for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
});

test('a name that is taken gets a number', () => {
  expect(freeName('Boiler', [])).toBe('Boiler');
  expect(freeName('Boiler', ['boiler', 'boiler-2'])).toBe('Boiler 3');
});
