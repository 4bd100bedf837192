// Prices from the answers of markets and suppliers. Text in, slots out; the shapes are those of the services' own documents.
import { because } from '#core/reason.ts';
import type { Price } from '../decimal.ts';
import type { Slot } from '../price-series.ts';
import { below, jsonKeys, listOf, numberOf, rowsOf, textOf, type Keys } from './json.ts';
import { inOrder, momentOf, scaledPrice, slotsOfStarts, unreadable, type ReadPrices } from './slots.ts';

type Per = Parameters<typeof scaledPrice>[1];

function priceIn({ at, value }: Keys, key: string, per: Per): Price {
  const price = scaledPrice(value[key], per);
  if (price === undefined) throw unreadable(`${at}.${key}`, because('series.no-price'));
  return price;
}

const moment = (keys: Keys, key: string, { bare = false }: { bare?: boolean } = {}): number =>
  momentOf(keys.value[key], { at: `${keys.at}.${key}`, bare });

const prices = (currency: string, slots: readonly Slot<Price>[]): ReadPrices => ({ currency, ...inOrder(slots) });

/** aWATTar `/v1/marketdata`: EUR per megawatt-hour, epoch ms. */
export function awattarPrices(text: string): ReadPrices {
  const rows = rowsOf(jsonKeys(text, 'awattar'), 'data');
  const slots = rows.map((row) => {
    if (textOf(row, 'unit').toLowerCase() !== 'eur/mwh')
      throw unreadable(`${row.at}.unit`, because('series.not-eur-mwh'));
    return {
      startMs: numberOf(row, 'start_timestamp'),
      endMs: numberOf(row, 'end_timestamp'),
      value: priceIn(row, 'marketprice', 'megawatt-hour'),
    };
  });
  return prices('EUR', slots);
}

/** Nord Pool `DayAheadPrices`: the named area (the only one if none is named), per megawatt-hour. */
export function nordPoolPrices(text: string, { area }: { readonly area?: string } = {}): ReadPrices {
  const top = jsonKeys(text, 'nordpool');
  const slots = rowsOf(top, 'multiAreaEntries').map((row) => {
    const areas = below(row, 'entryPerArea');
    const [only = '', ...others] = Object.keys(areas.value);
    if (area === undefined && others.length > 0)
      throw unreadable(areas.at, because('series.areas', { areas: [only, ...others] }));
    return {
      startMs: moment(row, 'deliveryStart'),
      endMs: moment(row, 'deliveryEnd'),
      value: priceIn(areas, area ?? only, 'megawatt-hour'),
    };
  });
  return prices(textOf(top, 'currency'), slots);
}

/** Energy-Charts `/price`: parallel lists, per megawatt-hour; null is a gap. */
export function energyChartsPrices(text: string): ReadPrices {
  const top = jsonKeys(text, 'energy-charts');
  const [currency = '', per = ''] = textOf(top, 'unit')
    .split('/')
    .map((word) => word.trim());
  if (per.toLowerCase() !== 'mwh') throw unreadable(`${top.at}.unit`, because('series.not-mwh'));
  const values = listOf(top, 'price');
  const starts = listOf(top, 'unix_seconds').map((seconds, index) => {
    if (typeof seconds !== 'number') throw unreadable(`${top.at}.unix_seconds[${index}]`, because('series.no-number'));
    return { startMs: seconds * 1000, value: scaledPrice(values[index], 'megawatt-hour') };
  });
  if (values.length !== starts.length) throw unreadable(top.at, because('series.lengths'));
  return prices(currency, slotsOfStarts(starts));
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** SMARD chart data: pairs of epoch ms and EUR per megawatt-hour; null is a gap. */
export function smardPrices(text: string): ReadPrices {
  const top = jsonKeys(text, 'smard');
  const starts = listOf(top, 'series').map((pair, index) => {
    const [startMs, value] = isList(pair) ? pair : [];
    if (typeof startMs !== 'number') throw unreadable(`${top.at}.series[${index}]`, because('series.pair'));
    return { startMs, value: scaledPrice(value, 'megawatt-hour') };
  });
  return prices('EUR', slotsOfStarts(starts));
}

/**
 * Octopus `standard-unit-rates`: pence per kilowatt-hour with or without VAT, newest first. A rate without an end holds until the
 * given moment; if two ways of paying have their own rates, the direct-debit rate counts.
 */
export function octopusPrices(
  text: string,
  { vat, untilMs }: { readonly vat: boolean; readonly untilMs: number },
): ReadPrices {
  const rows = rowsOf(jsonKeys(text, 'octopus'), 'results').filter(
    ({ value }) => value['payment_method'] !== 'NON_DIRECT_DEBIT',
  );
  const slots = rows.flatMap((row) => {
    const startMs = moment(row, 'valid_from');
    const endMs = row.value['valid_to'] === null ? untilMs : moment(row, 'valid_to');
    return endMs > startMs
      ? [{ startMs, endMs, value: priceIn(row, vat ? 'value_inc_vat' : 'value_exc_vat', 'hundredth') }]
      : [];
  });
  return prices('GBP', slots);
}

/** Tibber `priceInfo` (today and tomorrow) of the first home: the total price, or the energy without tax. */
export function tibberPrices(text: string, { part }: { readonly part: 'total' | 'energy' }): ReadPrices {
  const top = jsonKeys(text, 'tibber');
  const [home] = rowsOf(below(top, 'data', 'viewer'), 'homes');
  if (home === undefined) throw unreadable(top.at, because('series.no-home'));
  const days = below(home, 'currentSubscription', 'priceInfo');
  const rows = [...rowsOf(days, 'today'), ...rowsOf(days, 'tomorrow')];
  const [first] = rows;
  const starts = rows.map((row) => ({ startMs: moment(row, 'startsAt'), value: priceIn(row, part, 'kilowatt-hour') }));
  return prices(first === undefined ? '' : textOf(first, 'currency'), slotsOfStarts(starts));
}

/** Energinet `DayAheadPrices`: EUR or DKK per megawatt-hour, UTC times without a suffix; one price area. */
export function energinetPrices(text: string, { currency }: { readonly currency: 'EUR' | 'DKK' }): ReadPrices {
  const starts = rowsOf(jsonKeys(text, 'energinet'), 'records').map((row) => ({
    startMs: moment(row, 'TimeUTC', { bare: true }),
    value: priceIn(row, `DayAheadPrice${currency}`, 'megawatt-hour'),
  }));
  return prices(currency, slotsOfStarts(starts));
}

/** Elering `/nps/price`: EUR per megawatt-hour of one country (ee, lv, lt, fi), epoch seconds. */
export function eleringPrices(text: string, { country }: { readonly country: string }): ReadPrices {
  const starts = rowsOf(below(jsonKeys(text, 'elering'), 'data'), country).map((row) => ({
    startMs: numberOf(row, 'timestamp') * 1000,
    value: priceIn(row, 'price', 'megawatt-hour'),
  }));
  return prices('EUR', slotsOfStarts(starts));
}
