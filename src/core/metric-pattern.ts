// Which metrics a text means: an id of the catalogue, or the beginning of one followed by `*`. What means none is told, as a filter by it
// would be silent for good.
import { catalogue, isMetricId } from './catalogue.ts';
import { keysOf } from './entries.ts';
import { external } from './message-params.ts';
import { withNearest } from './near-word.ts';
import { because, type Reason } from './reason.ts';

/** Every metric there is, with one index where it has one. */
export const everyMetric: readonly string[] = keysOf(catalogue).map((key) => key.replace('#', '1'));

/** Longest part of a text that is shown. */
const shown = 100;

const form = /^[a-z][a-z0-9_.]*\*?$|^\*$/;

/** Indexes do not count: `pv.power.s2*` means what `pv.power.s1` is one of. */
const withoutIndexes = (text: string): string => text.replaceAll(/\d+/g, '1');

/** What can stand before a `*`, by whole words: `battery.*`, `battery.cell.*`. */
const beginnings = (): readonly string[] => [
  ...new Set(everyMetric.flatMap((id) => [...id.matchAll(/\./g)].map(({ index }) => `${id.slice(0, index)}.*`))),
];

/** Why a text means no metric; undefined: it does. */
export function patternProblem(pattern: string): Reason | undefined {
  if (!form.test(pattern)) return because('output.filter');
  const said = external(pattern.slice(0, shown));
  if (!pattern.endsWith('*'))
    return isMetricId(pattern)
      ? undefined
      : withNearest(because('metric.unknown', { metric: said }), pattern, everyMetric);
  const stem = withoutIndexes(pattern.slice(0, -1));
  if (everyMetric.some((id) => withoutIndexes(id).startsWith(stem))) return undefined;
  return withNearest(because('metric.none-begins', { pattern: said }), pattern, beginnings());
}
