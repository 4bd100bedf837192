import { expect, test } from 'vitest';
import { isTimeZone } from '../../local-day.ts';
import { periodAt } from '../../periods.ts';
import { at, buckets } from '../../testing/buckets.ts';
import { bucketMs } from '../../types.ts';
import { costOf } from '../cost.ts';
import { moneyNumber, priceOf } from '../decimal.ts';
import { loadHolidays } from '../holidays.ts';
import { presetNotice, presetTariff } from './preset.ts';
import { presets } from './presets.ts';

test('there are 20, of 16 countries, each with its own id', () => {
  expect(presets).toHaveLength(20);
  expect(new Set(presets.map(({ id }) => id)).size).toBe(20);
  expect(new Set(presets.map(({ country }) => country)).size).toBe(16);
});

test('Brazil has the figures of the requirement', () => {
  const brazil = presets.find(({ id }) => id === 'br-flat');
  expect(brazil).toMatchObject({ carbonFactor: 0.5, treeFactor: 21, tariff: { currency: 'BRL' } });
  expect(brazil?.tariff.versions[0]?.import).toEqual([{ kind: 'flat', name: 'energy', price: 0.85 }]);
});

test('each says what it is, and a year of 3.5 MWh costs what a year costs', { timeout: 60_000 }, async () => {
  // Household's price of a kilowatt-hour, all in, in units of its currency; feed-in of 1 MWh taken off.
  const range: Readonly<Record<string, readonly [number, number]>> = {
    EUR: [0.12, 0.55],
    CHF: [0.15, 0.5],
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
    const energy = buckets(span, (startMs) => ({ import: 33_000 + ((startMs / bucketMs) % 7) * 100, export: 9500 }));
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
    // 290 kilowatt-hours a month stay below the last tier.
    const windows = tariff.versions.flatMap(({ import: parts }) =>
      parts.map((part) =>
        part.kind === 'time-of-use' ? part.windows.length + 1 : part.kind === 'tiered' ? part.tiers.length - 1 : 1,
      ),
    );
    expect(lines.filter(({ kind }) => kind === 'import')).toHaveLength(windows.reduce((sum, count) => sum + count, 0));
    tried += 1;
  }
  expect(tried).toBe(20);
});

test('Spain: a national holiday on a Thursday is valle, the Thursday before has all three periods', async () => {
  const preset = presets.find(({ id }) => id === 'es-2-0td');
  if (preset === undefined) throw new Error('no preset');
  const tariff = presetTariff(preset);
  const holidays = await loadHolidays(tariff, { first: 2025, last: 2025 });
  const windowsOn = (noon: string) => {
    const span = periodAt(at(noon), { kind: 'day', zone: preset.zone });
    const energy = buckets(span, () => ({ import: 1000 }));
    return costOf({ buckets: energy, tariff, zone: preset.zone, span, holidays }).lines.flatMap(
      ({ kind, window, quantity }) => (kind === 'import' ? [`${window} ${quantity / 12_000}`] : []),
    );
  };
  expect(windowsOn('2025-05-01T12:00Z')).toEqual(['valle 24']);
  expect(windowsOn('2025-04-24T12:00Z')).toEqual(['valle 8', 'llano 8', 'punta 8']);
});

test('holidays that were not loaded, or of no country, are told', async () => {
  const [tariff] = presets.filter(({ id }) => id === 'es-2-0td').map(presetTariff);
  if (tariff === undefined) throw new Error('no preset');
  const span = periodAt(at('2025-06-01T00:00Z'), { kind: 'day', zone: 'Europe/Madrid' });
  expect(() => costOf({ buckets: buckets(span, () => ({ import: 1 })), tariff, zone: 'Europe/Madrid', span })).toThrow(
    TypeError,
  );
  const versions = tariff.versions.map((version) => ({ ...version, holidays: { country: 'XX', dates: [] } }));
  await expect(loadHolidays({ ...tariff, versions }, { first: 2025, last: 2025 })).rejects.toMatchObject({
    code: 'tariff.invalid',
  });
});
