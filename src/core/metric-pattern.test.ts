// Texts that mean metrics, and those that mean none.

import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { everyMetric, patternProblem } from './metric-pattern.ts';
import { inEnglish } from './reason.ts';

test.each(['*', 'battery.*', 'battery.soc', 'bat*', 'pv.power.s2', 'pv.power.s2*', 'battery.cell.voltage.16*'])(
  '%s means metrics',
  (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  },
);

test.each([
  ['batery.*', 'no metric of the catalogue begins as batery.* does; did you mean battery.*?'],
  ['battery.sok', 'metric battery.sok is not in the catalogue; did you mean battery.soc?'],
  ['battery.*.x', 'it takes ids of metrics, or the beginning of one followed by *'],
  ['', 'it takes ids of metrics, or the beginning of one followed by *'],
  ['nothing-of.the.kind', 'it takes ids of metrics, or the beginning of one followed by *'],
  ['wholly.else', 'metric wholly.else is not in the catalogue'],
])('%s means none: %s', (pattern, said) => {
  const problem = patternProblem(pattern);
  expect(problem === undefined ? undefined : inEnglish(problem)).toBe(said);
});

test('every metric and every beginning of one means metrics', () => {
  fc.assert(
    fc.property(fc.constantFrom(...everyMetric), fc.nat(40), (id, length) => {
      expect(patternProblem(id)).toBeUndefined();
      expect(patternProblem(`${id.slice(0, length)}*`)).toBeUndefined();
    }),
  );
});
