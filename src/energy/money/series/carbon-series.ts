// Emission factors by time from the answers of grid operators, grams per kilowatt-hour in all of them.
import { because } from '#core/reason.ts';
import type { CarbonFactor } from '../../carbon.ts';
import { below, jsonKeys, listOf, rowsOf } from './json.ts';
import { inOrder, momentOf, slotsOfStarts, unreadable, type ReadSeries } from './slots.ts';

/** Grams as milligrams; absent unless it is a number at or above 0. */
export const gramsFactor = (grams: unknown): CarbonFactor | undefined =>
  typeof grams === 'number' && Number.isFinite(grams) && grams >= 0 ? BigInt(Math.round(grams * 1000)) : undefined;

/** Energy-Charts `/co2eq`: parallel lists; null is a gap. */
export function energyChartsCarbon(text: string): ReadSeries<CarbonFactor> {
  const top = jsonKeys(text, 'energy-charts');
  const values = listOf(top, 'co2eq');
  const starts = listOf(top, 'unix_seconds').map((seconds, index) => {
    if (typeof seconds !== 'number') throw unreadable(`${top.at}.unix_seconds[${index}]`, because('series.no-number'));
    return { startMs: seconds * 1000, value: gramsFactor(values[index]) };
  });
  return inOrder(slotsOfStarts(starts));
}

/** Carbon Intensity API of Great Britain: the actual value, and while that is not known yet the forecast. */
export function britishCarbon(text: string): ReadSeries<CarbonFactor> {
  const slots = rowsOf(jsonKeys(text, 'carbonintensity'), 'data').flatMap((row) => {
    const { value: intensity } = below(row, 'intensity');
    const value = gramsFactor(intensity['actual']) ?? gramsFactor(intensity['forecast']);
    const at = (key: string): number => momentOf(row.value[key], { at: `${row.at}.${key}` });
    return value === undefined ? [] : [{ startMs: at('from'), endMs: at('to'), value }];
  });
  return inOrder(slots);
}

/** Energinet `CO2EmisProg`: 5 minutes each, of one price area, UTC times without a suffix. */
export function energinetCarbon(text: string, { area }: { readonly area: string }): ReadSeries<CarbonFactor> {
  const starts = rowsOf(jsonKeys(text, 'energinet'), 'records')
    .filter(({ value }) => value['PriceArea'] === area)
    .map((row) => ({
      startMs: momentOf(row.value['Minutes5UTC'], { at: `${row.at}.Minutes5UTC`, bare: true }),
      value: gramsFactor(row.value['CO2Emission']),
    }));
  return inOrder(slotsOfStarts(starts));
}
