// What registers of counters can hold, told from their rows.
import { expect, test } from 'vitest';
import { metricOf } from '#core/catalogue.ts';
import { answerShapes } from './by-mode.ts';
import { counterWidths } from './counter-widths.ts';
import { definitions } from './registry.ts';

const widthsOf = (id: string) => {
  const definition = definitions.find((one) => one.id === id);
  return definition === undefined ? undefined : counterWidths(definition);
};

test.each([
  // Their documents: 32 bits of 1 Wh, of 0.1 kWh, and of 0.1 kWh in a fixed place of an answer.
  ['pzem-004t', 'grid.energy.import', 2 ** 32],
  ['deye-p3', 'pv.energy', 2 ** 32 * 100],
  ['goodwe-es', 'pv.energy', 2 ** 32 * 100],
] as const)('%s: %s', (id, metric, wh) => {
  expect(widthsOf(id)?.[metric]).toBe(wh);
});

test('a float has no width, nor a number whose scale comes with the answer', () => {
  for (const id of ['eastron-sdm630', 'sunspec-meter']) expect(widthsOf(id)).toEqual({});
});

test('a signed register counts up with one bit less', () => {
  expect(widthsOf('huawei-sun2000')?.['grid.energy.import']).toBe(2 ** 31 * 10);
});

test('every counter of energy in a whole number is as wide as its register', () => {
  let counted = 0;
  for (const definition of definitions) {
    for (const [metric, wh] of Object.entries(counterWidths(definition))) {
      counted += 1;
      // 16 bits of 1 Wh is the least that a maker has thought of, 64 bits of 1 kWh the most.
      expect(wh, `${definition.id} ${metric}`).toBeGreaterThanOrEqual(65_536);
      expect(wh, `${definition.id} ${metric}`).toBeLessThanOrEqual(2 ** 64 * 1000);
    }
    const wide = answerShapes(definition).flatMap(({ rows }) => rows.filter(({ wrap }) => wrap !== undefined));
    for (const { metric } of wide) expect(metricOf(metric ?? 'pv.power').kind).toBe('counter');
  }
  expect(counted).toBeGreaterThan(50);
});
