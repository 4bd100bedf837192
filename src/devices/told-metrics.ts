// What a definition promises to measure: the metrics of its live answers.
import type { MetricId } from '#core/catalogue.ts';
import { answerShapes } from './by-mode.ts';
import type { Definition } from './definition.ts';

/** The metrics of a definition's live round, reports or state, computed ones and sums included. */
export function toldMetrics(definition: Definition): ReadonlySet<MetricId> {
  const told = answerShapes(definition)
    .filter(({ isLive }) => isLive)
    .flatMap(({ rows, derive = [] }) => [...rows, ...derive]);
  const sums = 'sums' in definition ? (definition.sums ?? []) : [];
  return new Set([...told, ...sums].flatMap(({ metric }) => (metric === undefined ? [] : [metric])));
}
