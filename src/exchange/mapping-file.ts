// The file of a mapping, as people write it: every mistake at its place, and the words that were probably meant.
import { isMetricId } from '#core/catalogue.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import { everyMetric } from '#core/metric-pattern.ts';
import { withNearest } from '#core/near-word.ts';
import { because } from '#core/reason.ts';
import { type DocumentProblem, type Path, problemsOf, type Schema } from '#core/schema-check.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';
import { statedMapping, type StatedMapping } from './mapping.ts';

const schema: Schema = {
  type: 'object',
  required: ['metric'],
  additionalProperties: false,
  properties: {
    metric: { type: 'string' },
    unit: { type: 'string' },
    device: { type: 'string' },
    factor: { type: 'number' },
    kind: { type: 'string', enum: ['total', 'interval', 'daily', 'mean'] },
  },
};

function metricProblems(metric: string, path: Path): readonly DocumentProblem[] {
  if (isMetricId(metric)) return [];
  const why = because('mapping.metric', { metric: metric.slice(0, 60) });
  return [{ path, on: 'value', why: withNearest(why, metric, everyMetric) }];
}

/** What is wrong with what is said of one series. */
function seriesProblems(name: string, said: unknown): readonly DocumentProblem[] {
  if (said === null || said === false) return [];
  if (typeof said === 'string') return metricProblems(said, [name]);
  if (!isRecord(said)) return [{ path: [name], on: 'value', why: because('mapping.entry') }];
  const shape = problemsOf(said, schema, [name]);
  const metric = typeof said['metric'] === 'string' ? metricProblems(said['metric'], [name, 'metric']) : [];
  if (shape.length > 0 || metric.length > 0) return [...shape, ...metric];
  try {
    statedMapping({ [name]: said });
    return [];
  } catch (thrown) {
    if (!isSolsteadError(thrown)) throw thrown;
    return [{ path: [name], on: 'value', why: reasonOf(thrown) }];
  }
}

/** Reads the text of a mapping, or says all that is wrong with it. */
export function lookAtMapping(
  text: string,
): { readonly mapping: StatedMapping } | { readonly problems: readonly PlacedProblem[] } {
  const read = readYaml(text);
  if ('problems' in read) return read;
  if (!isRecord(read.value)) return { problems: [{ line: 1, column: 1, why: because('mapping.no-map') }] };
  const problems = Object.entries(read.value).flatMap(([name, said]) => seriesProblems(name, said));
  return problems.length > 0 ? { problems: placedProblems(problems, read) } : { mapping: statedMapping(read.value) };
}
