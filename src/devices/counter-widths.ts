// Where the counters of a device begin again from 0, told from the registers they stand in.
import type { MetricId } from '#core/catalogue.ts';
import type { CounterWidths } from '#core/field.ts';
import { answerShapes } from './by-mode.ts';
import type { Definition } from './definition.ts';

/** The widths of a definition's counters, Wh; a metric that is computed, or told by registers of several widths, has none. */
export function counterWidths(definition: Definition): CounterWidths {
  const told = new Map<MetricId, Set<number | undefined>>();
  const add = (metric: MetricId | undefined, width: number | undefined): void => {
    if (metric !== undefined) told.getOrInsertComputed(metric, () => new Set()).add(width);
  };
  for (const { rows, derive = [] } of answerShapes(definition)) {
    for (const { metric, wrap, unit } of rows) add(metric, unit === 'Wh' ? wrap : undefined);
    for (const { metric } of derive) add(metric, undefined);
  }
  if ('sums' in definition) for (const { metric } of definition.sums ?? []) add(metric, undefined);
  return Object.fromEntries(
    [...told].flatMap(([metric, [width, ...others]]) =>
      width === undefined || others.length > 0 ? [] : [[metric, width]],
    ),
  );
}
