import { expect, test } from 'vitest';
import { placeOf } from '#energy/money/presets/neutral.ts';
import { tariffFromText } from '#energy/money/tariff-file.ts';
import { beginningOf } from './tariff-beginning.ts';

/** ISO 4217. */
const noCurrency = 'X'.repeat(3);

test.each([
  ['Europe/Berlin', 'de-flat', 'EUR'],
  ['America/Sao_Paulo', 'br-flat', 'BRL'],
  // Another zone of a country with a typical tariff.
  ['America/Manaus', 'br-flat', 'BRL'],
  ['Atlantic/Canary', 'es-2-0td', 'EUR'],
  ['Asia/Calcutta', 'in-slabs', 'INR'],
  // California's is no tariff of New York.
  ['America/New_York', 'own-price', 'USD'],
  ['Africa/Nairobi', 'own-price', 'KES'],
  ['Asia/Ho_Chi_Minh', 'own-price', 'VND'],
  ['Europe/Kyiv', 'own-price', 'UAH'],
  ['UTC', 'own-price', noCurrency],
])('%s begins with %s in %s', (zone, id, currency) => {
  const { preset, text, notice } = beginningOf(zone);
  expect([preset.id, preset.tariff.currency, notice === undefined]).toEqual([id, currency, id === 'own-price']);
  const outcome = tariffFromText(text);
  expect('tariff' in outcome && outcome.tariff.currency).toBe(currency);
});

test('no price is guessed where no typical tariff is known, and the text says what is to be put in', () => {
  const { text, preset } = beginningOf('UTC');
  expect(text).toMatch(/^# Put the prices .*\n# Put your currency .*\nname: My tariff\n/);
  expect(preset.tariff.versions[0]?.import).toEqual([{ kind: 'flat', name: 'energy', price: 0 }]);
  expect(beginningOf('Africa/Nairobi').text).not.toContain(noCurrency);
});

test('zones from all over the world have a country with a currency', () => {
  const all = Intl.supportedValuesOf('timeZone').filter((zone) => !/^(Antarctica|Etc)\/|^UTC$|^GMT$/.test(zone));
  const zones = all.filter((_, index) => index % 20 === 3);
  expect(zones.length).toBeGreaterThan(15);
  expect(zones.filter((zone) => placeOf(zone) === undefined)).toEqual([]);
});
