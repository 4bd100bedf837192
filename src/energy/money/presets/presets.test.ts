import { expect, test } from 'vitest';
import { isTimeZone } from '../../local-day.ts';
import { periodAt } from '../../periods.ts';
import { at, bucket, buckets } from '../../testing/buckets.ts';
import { bucketMs } from '../../types.ts';
import { costOf } from '../cost.ts';
import { moneyNumber, priceOf } from '../decimal.ts';
import { loadHolidays } from '../holidays.ts';
import { presetNotice, presetTariff } from './preset.ts';
import { presets } from './presets.ts';

test('there are 27, of 18 countries, each with its own id', () => {
  expect(presets).toHaveLength(27);
  expect(new Set(presets.map(({ id }) => id)).size).toBe(27);
  expect(new Set(presets.map(({ country }) => country)).size).toBe(18);
});

test('Brazil has the figures of the requirement', () => {
  const brazil = presets.find(({ id }) => id === 'br-flat');
  expect(brazil).toMatchObject({ carbonFactor: 0.5, treeFactor: 21, tariff: { currency: 'BRL' } });
  expect(brazil?.tariff.versions[0]?.import).toEqual([{ kind: 'flat', name: 'energy', price: 0.85 }]);
});

test('each says what it is, and a year of 3.5 MWh costs what a year costs', { timeout: 120_000 }, async () => {
  // A household's price of a kilowatt-hour, all included, in units of its currency; less the feed-in of 1 MWh.
  const range: Readonly<Record<string, readonly [number, number]>> = {
    EUR: [0.12, 0.55],
    CHF: [0.15, 0.5],
    NOK: [0.8, 3],
    SEK: [1, 5],
    GBP: [0.12, 0.5],
    PLN: [0.6, 2],
    BRL: [0.4, 1.6],
    USD: [0.3, 0.7],
    AUD: [0.25, 0.7],
    ZAR: [2, 6],
    INR: [4, 12],
  };
  let tried = 0;
  for (const preset of presets) {
    const { zone } = preset;
    expect(presetNotice(preset)).toMatch(/^Typical, as of \d{4}-\d\d; change it to your contract\. .{40}/);
    expect(isTimeZone(zone) && preset.carbonFactor > 0 && preset.carbonFactor < 1).toBe(true);
    const tariff = presetTariff(preset);
    const span = periodAt(at('2025-06-01T00:00Z'), { kind: 'year', zone });
    // No window of a preset begins or ends within half an hour: one bucket stands for its six.
    const energy = Array.from({ length: (span.endMs - span.startMs) / (6 * bucketMs) }, (_, index) =>
      bucket(span.startMs + 6 * index * bucketMs, { import: 198_000 + (index % 7) * 600, export: 57_000 }),
    );
    const market = { currency: tariff.currency, slots: [{ ...span, value: priceOf(0.09) ?? 0n }] };
    const series = new Map([
      ['market', market],
      ['rates', { ...market, slots: [{ ...span, value: priceOf(0.22) ?? 0n }] }],
    ]);
    const holidays = await loadHolidays(tariff, { first: 2024, last: 2026 });
    const { total, lines, unpriced, vat } = costOf({ buckets: energy, tariff, zone, span, series, holidays });
    const [low, high] = range[tariff.currency] ?? [0, 0];
    const perKilowattHour = moneyNumber(total) / 3500;
    expect([preset.id, perKilowattHour > low && perKilowattHour < high, perKilowattHour]).toEqual([
      preset.id,
      true,
      perKilowattHour,
    ]);
    expect(unpriced).toEqual([]);
    expect(lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
    expect(vat > 0n).toBe(tariff.versions.some(({ vatPercent }) => vatPercent > 0n));
    // 290 kilowatt-hours a month stay below the last tier, and every day is blue.
    const windows = tariff.versions.flatMap(({ import: parts }) =>
      parts.map((part) =>
        part.kind === 'time-of-use' ? part.windows.length + 1 : part.kind === 'tiered' ? part.tiers.length - 1 : 1,
      ),
    );
    const wanted = preset.id === 'fr-tempo' ? 2 : windows.reduce((sum, count) => sum + count, 0);
    expect([preset.id, lines.filter(({ kind }) => kind === 'import').length]).toEqual([preset.id, wanted]);
    tried += 1;
  }
  expect(tried).toBe(27);
});

// Hours of each window on a day, as the suppliers publish them.
test.each([
  ['es-2-0td', '2025-04-24', 'valle 8, llano 8, punta 8'],
  ['es-2-0td', '2025-05-01', 'valle 24'],
  // Good Friday has no fixed date, so the access tariff counts it as the weekday it is; 6 January is listed separately.
  ['es-2-0td', '2025-04-18', 'valle 8, llano 8, punta 8'],
  ['es-2-0td', '2026-04-03', 'valle 8, llano 8, punta 8'],
  ['es-2-0td', '2026-01-06', 'valle 24'],
  ['es-2-0td', '2025-12-08', 'valle 24'],
  ['es-2-0td', '2025-08-15', 'valle 24'],
  ['es-2-0td', '2025-04-26', 'valle 24'],
  ['it-f1-f2-f3', '2025-04-24', 'F3 8, F2 5, F1 11'],
  ['it-f1-f2-f3', '2025-04-25', 'F3 24'],
  ['it-f1-f2-f3', '2025-04-26', 'F3 8, F2 16'],
  ['it-f1-f2-f3', '2025-04-27', 'F3 24'],
  ['pl-g12w', '2025-04-24', 'night and weekend 10, day 14'],
  ['pl-g12w', '2025-04-26', 'night and weekend 24'],
  ['pl-g12w', '2025-05-01', 'night and weekend 24'],
  ['fr-hp-hc', '2025-05-01', 'heures creuses 8, heures pleines 16'],
  ['gb-economy-7', '2025-05-01', 'day 17, night 7'],
])('L12: %s on %s: %s', async (id, date, expected) => {
  const preset = presets.find((other) => other.id === id);
  if (preset === undefined) throw new Error(`no preset ${id}`);
  const { zone } = preset;
  const tariff = presetTariff(preset);
  const holidays = await loadHolidays(tariff, { first: 2025, last: 2025 });
  const span = periodAt(at(`${date}T12:00Z`), { kind: 'day', zone });
  const { lines } = costOf({ buckets: buckets(span, () => ({ import: 1000 })), tariff, zone, span, holidays });
  const hours = lines
    .filter(({ kind }) => kind === 'import')
    .map(({ window, quantity }) => `${window} ${quantity / 12_000}`);
  expect(hours.join(', ')).toBe(expected);
});

test('holidays that were not loaded, or of no country, are told', async () => {
  const [tariff] = presets.filter(({ id }) => id === 'it-f1-f2-f3').map(presetTariff);
  if (tariff === undefined) throw new Error('no preset');
  const span = periodAt(at('2025-06-01T00:00Z'), { kind: 'day', zone: 'Europe/Rome' });
  expect(() => costOf({ buckets: buckets(span, () => ({ import: 1 })), tariff, zone: 'Europe/Rome', span })).toThrow(
    TypeError,
  );
  const versions = tariff.versions.map((version) => ({
    ...version,
    holidays: version.holidays.map((one) => ({ ...one, country: 'XX' })),
  }));
  await expect(loadHolidays({ ...tariff, versions }, { first: 2025, last: 2025 })).rejects.toMatchObject({
    code: 'tariff.invalid',
  });
});
