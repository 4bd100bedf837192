// Day-ahead prices of the ENTSO-E Transparency Platform (document type A44). How many points a day has is never assumed: the interval and
// the resolution say so, and days of 23 and 25 hours are nothing special.
import { hourMs } from '#core/time.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Price } from '../decimal.ts';
import type { Slot } from '../price-series.ts';
import { inOrder, momentOf, scaledPrice, unreadable, type ReadPrices } from './slots.ts';
import { childrenOf, parseXml, textAt, type Element } from './xml.ts';

const widthsMs: Readonly<Record<string, number>> = {
  PT15M: 900_000,
  PT30M: 1_800_000,
  PT60M: hourMs,
  PT1H: hourMs,
};

/** Points by position; positions count from 1. */
function pointsOf(period: Element): Map<number, Price> {
  return new Map(
    childrenOf(period, 'Point').map((point, index): [number, Price] => {
      const position = Number(textAt(point, 'position'));
      const price = scaledPrice(textAt(point, 'price.amount'), 'megawatt-hour');
      if (!Number.isInteger(position) || position < 1 || price === undefined)
        throw unreadable(`entsoe: point ${index + 1}`, because('entsoe.point'));
      return [position, price];
    }),
  );
}

/** The slots of a period; of curve type A03 a position that is left out repeats the one before it. */
function periodSlots(period: Element, { repeats }: { repeats: boolean }): Slot<Price>[] {
  const startMs = momentOf(textAt(period, 'timeInterval', 'start'), { at: 'entsoe: start' });
  const endMs = momentOf(textAt(period, 'timeInterval', 'end'), { at: 'entsoe: end' });
  const resolution = textAt(period, 'resolution') ?? '';
  const widthMs = widthsMs[resolution];
  if (widthMs === undefined)
    throw unreadable(
      'entsoe: resolution',
      because('entsoe.resolution', { resolution: external(resolution.slice(0, 20)) }),
    );
  const count = (endMs - startMs) / widthMs;
  if (!Number.isInteger(count) || count < 1 || count > 40_000)
    throw unreadable('entsoe: timeInterval', because('entsoe.interval'));
  const points = pointsOf(period);
  const slots: Slot<Price>[] = [];
  let value: Price | undefined;
  for (let index = 0; index < count; index += 1) {
    value = points.get(index + 1) ?? (repeats ? value : undefined);
    if (value !== undefined)
      slots.push({ startMs: startMs + index * widthMs, endMs: startMs + (index + 1) * widthMs, value });
  }
  return slots;
}

const auctionOf = (series: Element): number =>
  Number(textAt(series, 'classificationSequence_AttributeInstanceComponent.position') ?? '1');

/** The prices of a publication; if it holds several auctions, the one with the lowest position counts. */
export function entsoePrices(text: string): ReadPrices {
  const document = parseXml(text);
  if (document.name === 'Acknowledgement_MarketDocument') {
    const said = textAt(document, 'Reason', 'text')?.slice(0, 200);
    throw unreadable(
      'entsoe',
      said === undefined ? because('entsoe.no-prices') : because('outside.said', { said: external(said) }),
    );
  }
  if (document.name !== 'Publication_MarketDocument') throw unreadable('entsoe', because('entsoe.kind'));
  const series = childrenOf(document, 'TimeSeries').toSorted((left, right) => auctionOf(left) - auctionOf(right));
  const [first] = series;
  if (first === undefined) throw unreadable('entsoe', because('entsoe.no-prices'));
  const currency = textAt(first, 'currency_Unit.name') ?? '';
  for (const one of series) {
    if (textAt(one, 'currency_Unit.name') !== currency)
      throw unreadable('entsoe: currency_Unit.name', because('entsoe.currencies'));
    if (textAt(one, 'price_Measure_Unit.name') !== 'MWH')
      throw unreadable('entsoe: price_Measure_Unit.name', because('series.not-mwh'));
  }
  const lowest = auctionOf(first);
  const slots = series
    .filter((one) => auctionOf(one) === lowest)
    .flatMap((one) =>
      childrenOf(one, 'Period').flatMap((period) =>
        periodSlots(period, { repeats: textAt(one, 'curveType') === 'A03' }),
      ),
    );
  return { currency, ...inOrder(slots) };
}
