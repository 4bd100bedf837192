// The examples of docs/expressions.md, each run against the home that is written there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '../reason.ts';
import type { Moment, Seen } from './evaluate.ts';
import { readExpression, valueOf } from './expression.ts';
import { homeScope } from './scope.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/expressions.md'), 'utf8');
const blocks = (kind: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))].flatMap(([, text = '']) =>
    text.trim().split('\n'),
  );

const nowMs = 1e12;
const home = new Map(
  blocks('home').map((line): [string, Seen] => {
    const [name = '', text = ''] = line.split(/ {2,}/);
    const isFresh = text !== '(too old)';
    const number = Number.parseFloat(text);
    const value = Number.isFinite(number) ? number : text === 'yes' ? true : text;
    return [name, { value, atMs: nowMs - (isFresh ? 1000 : 3_600_000), isFresh }];
  }),
);
const moment: Moment = {
  nowMs,
  look: ({ name, device }) => home.get(device === undefined ? name : `${name} of ${device}`),
};
const scope = homeScope({ devices: ['roof', 'pack'] });

const examples = blocks('text').map((line) => {
  const [text = '', sign = '', said = ''] = line.split(/ +([→✗]) /);
  return { text, sign, said };
});

test('there are examples', () => {
  expect([examples.length > 25, home.size > 8, examples.every(({ said }) => said !== '')]).toEqual([true, true, true]);
});

/** What an example comes to, as the page writes it. */
function outcomeOf(text: string): string {
  const outcome = readExpression(text, scope, { wants: 'any' });
  if ('expression' in outcome) return `→ ${String(valueOf(outcome.expression, moment) ?? 'unknown')}`;
  const { line, column, why } = outcome.problem;
  return `✗ ${line}:${column} ${inEnglish(why)}`;
}

test.each(examples)('$text $sign $said', ({ text, sign, said }) => {
  expect(outcomeOf(text)).toBe(`${sign} ${said}`);
});
