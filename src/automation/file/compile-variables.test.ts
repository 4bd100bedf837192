// Variables with a unit: one that expressions have is taken, any other is refused where it stands.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { units } from '#core/unit.ts';
import { readAutomation } from './read.ts';

const problemsOf = (variable: string) => {
  const outcome = readAutomation(
    `variables:\n  sun:\n${variable.replace(/^\{(.*), unit: (.*)\}$/, '    $1\n    unit: $2')}\n`,
  );
  return 'problems' in outcome ? outcome.problems.map(({ line, why }) => [line, inEnglish(why)]) : [];
};

test('every unit of expressions is taken, and counts in them', () => {
  const known = units.filter((unit) => unit !== '');
  expect(known.filter((unit) => problemsOf(`{start: 1, unit: "${unit}"}`).length > 0)).toEqual([]);
  expect(known).toHaveLength(13);
  const rule = (limit: string) =>
    readAutomation(
      `variables: {sun: {start: 12000, unit: Wh}}\nrules: [{name: R, when: [{kind: cron, pattern: "0 23 * * *"}], if: "var.sun < ${limit}", do: [{kind: notify, title: x}]}]\n`,
    );
  expect(rule('10 kWh')).toHaveProperty('program');
  expect(rule('10')).toHaveProperty('program');
  expect(rule('10 kW')).toHaveProperty('problems');
});

test.each([
  ['{start: 12, unit: kWh}', 'a variable is kept in Wh, not in kWh: write start: 12,000 and unit: Wh'],
  ['{start: 5, unit: min}', 'min is no unit of expressions'],
  ['{start: 2, unit: h}', 'a variable is kept in s, not in h: write start: 7,200 and unit: s'],
  ['{start: 2, unit: w}', 'expressions write w as W'],
  ['{start: 2, unit: €}', '€ is no unit of expressions'],
  ['{start: away, unit: W}', 'only a number has a unit: leave it away'],
  ['{start: true, unit: "%"}', 'only a number has a unit: leave it away'],
])('%s is refused, and what to write is told', (text, why) => {
  expect(problemsOf(text)).toEqual([[4, expect.stringContaining(why) as string]]);
});
