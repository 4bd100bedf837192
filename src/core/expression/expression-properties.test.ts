// Over many trees and many texts: what is printed is read back as it was, whatever comes takes bounded time, and nothing throws.
import { processorMs } from '#tools/testkit/processor-time.ts';
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { units } from '../unit.ts';
import type { Moment } from './evaluate.ts';
import { explain } from './explain.ts';
import { readExpression, valueOf } from './expression.ts';
import { historyFunctions, momentFunctions } from './functions.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { homeScope } from './scope.ts';
import { bounds, comparisons, type Node } from './tree.ts';

const span = { from: 0, to: 0 };
const number = fc
  .record({
    value: fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    unit: fc.constantFrom(...units),
  })
  .map(({ value, unit }): Node => ({ kind: 'number', value: value === 0 ? 0 : value, unit, span }));
const text = fc
  .string({ unit: anyCharacter.filter((letter) => letter >= ' '), maxLength: 20 })
  .map((value): Node => ({ kind: 'text', value, span }));
const name = fc.constantFrom('pv.power', 'grid.connected', 'inverter.mode', 'battery.cell.voltage.7', 'nothing');
const reading = fc
  .record({ name, device: fc.option(fc.constantFrom('roof', '2nd-pack', 'a-b'), { nil: undefined }) })
  .map(({ name: value, device }): Node => ({ kind: 'reading', name: value, ...(device && { device }), span }));
const truth = fc.boolean().map((value): Node => ({ kind: 'truth', value, span }));

const tree = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.oneof(number, text, reading, truth),
    fc
      .tuple(tie('node'), tie('node'), fc.constantFrom(...comparisons))
      .map(([left, right, sign]): Node => ({ kind: 'compare', sign, parts: [left, right], span })),
    fc
      .tuple(tie('node'), tie('node'), fc.constantFrom('+', '-', '*', '/'))
      .map(([left, right, sign]): Node => ({ kind: 'calculate', sign, parts: [left, right], span })),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('node'), { minLength: 2, maxLength: 3 })).map(
      ([kind, parts]): Node => ({
        kind,
        parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])),
        span,
      }),
    ),
    tie('node').map((part): Node => ({ kind: 'not', parts: [part], span })),
    // A sign before a number is part of it.
    tie('node').map((part): Node => (part.kind === 'number' ? part : { kind: 'negative', parts: [part], span })),
    fc
      .tuple(tie('node'), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
      .map(([of, options]): Node => ({ kind: 'among', parts: [of, ...options], span })),
    fc
      .tuple(tie('node'), reading, reading)
      .map(([of, least, most]): Node => ({ kind: 'within', parts: [of, least, most], span })),
    fc
      .tuple(fc.constantFrom('min', 'avg', 'age', 'x'), fc.array(tie('node'), { maxLength: 3 }))
      .map(([one, parts]): Node => ({ kind: 'call', name: one, parts, span })),
  ),
})).node;

/** A tree without the places of its parts. */
const bare = (node: Node): unknown =>
  JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'span' ? undefined : value)));

const isSmall = (node: Node): boolean => print(node).length <= bounds.characters;

test('what is printed is read back as the same tree', () => {
  fc.assert(
    fc.property(tree.filter(isSmall), (node) => {
      expect(bare(parse(print(node)))).toEqual(bare(node));
    }),
    { numRuns: 3000 },
  );
});

const scope = homeScope({ history: true });
const values = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(undefined));

/** A world in which anything may be the value of anything. */
const worlds = fc.record({ value: values, over: values, isFresh: fc.boolean(), atMs: fc.double() }).map(
  ({ value, over, ...rest }): Moment => ({
    nowMs: 1e12,
    look: () => (value === undefined ? undefined : { value, ...rest }),
    over: () => over,
  }),
);

const pieces = fc.constantFrom(
  ...Object.keys(momentFunctions),
  ...Object.keys(historyFunctions),
  ...'pv.power|grid.connected|inverter.mode|battery.soc of roof|1|0|2 kW|30 %|5 min'.split('|'),
  ...`( ) [ ] , .. + - * / < <= == != > ! && || and or not in of true off 'x' "y" e __proto__ constructor °C Ω 𝕏`.split(
    ' ',
  ),
  '\\',
  '\u0000',
);
const hostile = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 300 }),
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join(' ')),
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  tree.map(print),
);

/** What is wrong with what became of a text; undefined: nothing. */
function complaintOf(given: string, world: Moment): string | undefined {
  const outcome = readExpression(given, scope, { wants: 'any' });
  if ('problem' in outcome) {
    const { from, to } = outcome.problem.span;
    return from >= 0 && from <= to && from <= given.length ? undefined : `a place outside: ${from} to ${to}`;
  }
  const { expression } = outcome;
  const found = valueOf(expression, world);
  if (typeof found === 'number' && !Number.isFinite(found)) return `not finite: ${found}`;
  if (explain(expression, world).result !== found) return 'explained as something else';
  return 'expression' in readExpression(expression.text, scope, { wants: 'any' }) ? undefined : 'not read again';
}

test('whatever is given, there is an expression or a problem inside the text, and its evaluation throws nothing', () => {
  fc.assert(
    fc.property(hostile, worlds, (given, world) => {
      expect(complaintOf(given, world)).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
});

test('the largest ones are read and evaluated at once', () => {
  const worst = [
    '('.repeat(2000),
    '-'.repeat(2000),
    'not '.repeat(500),
    '!'.repeat(2000),
    'a.'.repeat(1000),
    'x'.repeat(1999),
    `${'1+'.repeat(390)}1`,
    `min(${'1,'.repeat(300)}1)`,
    `true in (${'true,'.repeat(300)}true)`,
    '1'.repeat(2000),
    `1e${'9'.repeat(1990)}`,
    `"${'\\'.repeat(1998)}`,
    'in ('.repeat(500),
    '1 in ('.repeat(300),
    '1 ('.repeat(600),
    `${'0'.repeat(1900)}.x`,
    ' '.repeat(1_000_000),
  ];
  const before = processorMs();
  for (const text of worst) {
    const outcome = readExpression(text, scope, { wants: 'any' });
    if ('expression' in outcome) valueOf(outcome.expression, { nowMs: 0, look: () => undefined });
  }
  expect(processorMs() - before).toBeLessThan(1000);
});

test('a tree cannot be changed', () => {
  const outcome = readExpression('pv.power > 1 W and grid.connected', scope);
  if ('problem' in outcome) throw new Error('not taken');
  const { tree: root } = outcome.expression;
  expect([root, ...('parts' in root ? [root.parts, ...root.parts] : [])].every(Object.isFrozen)).toBe(true);
});
