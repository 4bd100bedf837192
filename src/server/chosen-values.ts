// Which of the latest values of a home are meant: those of some devices and metrics, or all.
import type { Latest, LatestQuery } from '#api/readings.ts';
import { metricOf } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { patternProblem } from '#core/metric-pattern.ts';
import type { SiteDoor } from '#hub/types.ts';

const wordsOf = (text: string | undefined): readonly string[] | undefined =>
  text?.split(',').map((word) => word.trim());

function isMeant(patterns: readonly string[] | undefined, metric: string): boolean {
  if (patterns === undefined) return true;
  return patterns.some((one) => (one.endsWith('*') ? metric.startsWith(one.slice(0, -1)) : one === metric));
}

/** The latest values of some devices and metrics, or of all. Errors: `input.invalid` at `metrics`. */
export function chosenValues(site: SiteDoor, { devices, metrics }: Omit<LatestQuery, 'site'>): Latest['values'] {
  const [ids, patterns] = [wordsOf(devices), wordsOf(metrics)];
  const problem = patterns?.map(patternProblem).find((one) => one !== undefined);
  if (problem !== undefined) throw new SolsteadError('input.invalid', { at: 'metrics', why: problem });
  return site
    .seen()
    .values.filter(({ device, metric }) => (ids?.includes(device) ?? true) && isMeant(patterns, metric))
    .map((value) => ({ ...value, unit: metricOf(value.metric).unit }));
}
