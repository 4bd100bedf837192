// Battery voltages of devices made for several banks: of the ranges for 12, 24 and 48 V one fits the bank that is there.
import type { MetricValue } from '#core/reading.ts';
import type { WriteCommand } from './definition.ts';

type NumberValue = Extract<WriteCommand['value'], { readonly kind: 'number' }>;

/** The limits on the bank that is there; undefined where nothing is known, or where there is but one range. */
function limitsOnBank(value: NumberValue, shown: number): NumberValue | undefined {
  const { unit, ranges = [] } = value;
  const own = ranges.find(([first, last]) => first < last && shown >= first && shown <= last);
  if (unit !== 'V' || own === undefined) return undefined;
  const kept = ranges.filter((range) => range === own || range[0] === range[1]);
  if (kept.length === ranges.length) return undefined;
  const ends = kept.flat();
  return { ...value, min: Math.min(...ends), max: Math.max(...ends), ranges: kept };
}

/**
 * A writer as it is on the bank that is there, told by what it shows now: with a cut-off of 44 V it takes 40 to 48 V and not 10 V, which
 * would empty the bank. Single values, such as 0 for "full", stay.
 */
export function onThisBank(write: WriteCommand, shown: MetricValue | undefined): WriteCommand {
  if (write.value.kind !== 'number' || typeof shown !== 'number') return write;
  const value = limitsOnBank(write.value, shown);
  if (value === undefined) return write;
  const { ranges = [] } = value;
  const isTaken = (given: MetricValue): boolean =>
    typeof given !== 'number' || ranges.some(([first, last]) => given >= first && given <= last);
  return { ...write, value, request: (given) => (isTaken(given) ? write.request(given) : undefined) };
}
