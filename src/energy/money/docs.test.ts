import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bucket } from '../testing/buckets.ts';
import { costOf } from './cost.ts';
import { moneyText } from './decimal.ts';
import { csvPrices } from './series/csv-series.ts';
import { tariffFromText } from './tariff-file.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/tariffs.md'), 'utf8');
const examples = (language: string): string[] =>
  [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, word, text = '']) => (word === language ? [text] : []));

test('every example of the page is a tariff, and they show every kind', () => {
  const texts = examples('yaml');
  const outcomes = texts.map(tariffFromText);
  expect(outcomes.filter((outcome) => 'problems' in outcome)).toEqual([]);
  expect(outcomes).toHaveLength(15);
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

/** `2026`, `2026-05` or `2026-04-01 to 2027-04-01` in a zone. */
function spanOf(text: string, zone: string) {
  const [from = '', to] = text.split(' to ');
  const startOf = (date: Temporal.PlainDate): number => date.toZonedDateTime(zone).epochMilliseconds;
  const first = Temporal.PlainDate.from(`${from}-01-01`.slice(0, 10));
  const end =
    to === undefined ? first.add(from.length === 4 ? { years: 1 } : { months: 1 }) : Temporal.PlainDate.from(to);
  return { startMs: startOf(first), endMs: startOf(end) };
}

const item = /(takes|gives) ([\d.]+) on (\d{4}-\d\d-\d\d)(?: at (\d\d:\d\d))?/g;

const worked = [...page.matchAll(/```yaml\n((?:(?!```)[\s\S])*)```\n((?:> [^\n]*\n\n?)+)/g)].flatMap(
  ([, text = '', lines = '']) =>
    [...lines.matchAll(/> Worked in (\S+): (.*); (.*) comes to (-?[\d.]+) ([A-Z]{3})\./g)].map(
      ([, zone = '', home = '', time = '', amount = '', currency = '']) => ({
        text,
        zone,
        home,
        time,
        amount,
        currency,
      }),
    ),
);

test('there is something worked out for every contract', () => {
  expect(worked).toHaveLength(15);
  expect(new Set(worked.map(({ text }) => text)).size).toBe(10);
});

test.each(worked)('$currency: $home; $time comes to $amount', ({ text, zone, home, time, amount, currency }) => {
  const outcome = tariffFromText(text);
  if ('problems' in outcome) throw new Error('no tariff');
  const energy = [...home.matchAll(item)].map(([, way, kwh, date = '', clock = '12:00']) => {
    const at = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: clock }).epochMilliseconds;
    const taken = way === 'takes' ? Math.round(Number(kwh) * 1e6) : 0;
    return bucket(at, { import: taken, export: way === 'gives' ? Math.round(Number(kwh) * 1e6) : 0 });
  });
  const span = spanOf(time, zone);
  const cost = costOf({
    buckets: energy.toSorted((a, b) => a.startMs - b.startMs),
    tariff: outcome.tariff,
    zone,
    span,
  });
  expect(`${moneyText(cost.total)} ${cost.currency}`).toBe(`${amount} ${currency}`);
});
