// Texts of prices and emission factors by the name of their format.
import { dayMs } from '#core/time.ts';
import { because, type Reason } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { CarbonFactor } from '#energy/carbon.ts';
import { britishCarbon, energinetCarbon, energyChartsCarbon } from '#energy/money/series/carbon-series.ts';
import { csvCarbon, csvPrices } from '#energy/money/series/csv-series.ts';
import { entsoePrices } from '#energy/money/series/entsoe.ts';
import {
  awattarPrices,
  eleringPrices,
  energinetPrices,
  energyChartsPrices,
  nordPoolPrices,
  octopusPrices,
  smardPrices,
  tibberPrices,
} from '#energy/money/series/json-prices.ts';
import type { ReadPrices, ReadSeries } from '#energy/money/series/slots.ts';
import type { SeriesFormat } from '#api/tariffs.ts';

/** A text with what is needed to read it. */
export interface SeriesText {
  readonly series: string;
  readonly kind: 'price' | 'carbon';
  readonly format: SeriesFormat;
  readonly text: string;
  /** ISO 4217; for tables and for markets that give several. */
  readonly currency?: string;
  readonly per?: 'kilowatt-hour' | 'megawatt-hour' | 'hundredth';
  readonly area?: string;
}

const missing = (at: string, why: Reason): never => {
  throw new SolsteadError('input.invalid', { at, why });
};

const yearMs = 366 * dayMs;

/** Prices from a text. Errors: `series.invalid`, `input.invalid`. */
export function priceSlots({ format, text, currency, per, area }: SeriesText, nowMs: number): ReadPrices {
  switch (format) {
    case 'csv':
      return csvPrices(text, {
        currency: currency ?? missing('currency', because('series.no-currency')),
        per: per ?? 'kilowatt-hour',
      });
    case 'entsoe':
      return entsoePrices(text);
    case 'awattar':
      return awattarPrices(text);
    case 'nordpool':
      return nordPoolPrices(text, area === undefined ? {} : { area });
    case 'energy-charts':
      return energyChartsPrices(text);
    case 'smard':
      return smardPrices(text);
    case 'octopus':
      return octopusPrices(text, { vat: true, untilMs: nowMs + yearMs });
    case 'tibber':
      return tibberPrices(text, { part: 'total' });
    case 'energinet':
      return energinetPrices(text, { currency: currency === 'DKK' ? 'DKK' : 'EUR' });
    case 'elering':
      return eleringPrices(text, { country: area ?? missing('area', because('series.country')) });
    case 'carbonintensity':
      return missing('format', because('series.no-prices'));
  }
}

/** Emission factors from a text. Errors: `series.invalid`, `input.invalid`. */
export function carbonSlots({ format, text, area }: SeriesText): ReadSeries<CarbonFactor> {
  switch (format) {
    case 'csv':
      return csvCarbon(text);
    case 'energy-charts':
      return energyChartsCarbon(text);
    case 'carbonintensity':
      return britishCarbon(text);
    case 'energinet':
      return energinetCarbon(text, { area: area ?? missing('area', because('series.area')) });
    default:
      return missing('format', because('series.no-carbon', { format }));
  }
}
