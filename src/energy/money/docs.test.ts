import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csvPrices } from './series/csv-series.ts';
import { tariffFromText } from './tariff-file.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/tariffs.md'), 'utf8');
const examples = (language: string): string[] =>
  [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, word, text = '']) => (word === language ? [text] : []));

test('every example of the page is a tariff, and they show every kind', () => {
  const texts = examples('yaml');
  const outcomes = texts.map(tariffFromText);
  expect(outcomes.filter((outcome) => 'problems' in outcome)).toEqual([]);
  expect(outcomes).toHaveLength(5);
  const kinds = outcomes.flatMap((outcome) =>
    'tariff' in outcome
      ? outcome.tariff.versions.flatMap((version) => [...version.import, ...version.export].map(({ kind }) => kind))
      : [],
  );
  expect([...new Set(kinds)].toSorted()).toEqual(['dynamic', 'flat', 'tiered', 'time-of-use']);
  expect(examples('csv').map((text) => csvPrices(text, { currency: 'EUR', per: 'hundredth' }).slots.length)).toEqual([
    1,
  ]);
});
