// What a definition promises to measure: the metrics of its live answers.
import type { MetricId } from '#core/catalogue.ts';
import type { Definition, Derivation } from './definition.ts';
import { findCommand } from './find-command.ts';
import type { Row } from '#codec/table.ts';

interface Telling {
  readonly rows: readonly Row[];
  readonly derive?: readonly Derivation[] | undefined;
}

function liveTellings(definition: Definition): readonly Telling[] {
  switch (definition.way) {
    case 'polled':
      return definition.live.commands.flatMap((name) => {
        const command = findCommand(definition.commands, name);
        return command === undefined ? [] : [{ rows: command.table.rows, derive: command.derive }];
      });
    case 'listening':
      return definition.reports.map(({ table, derive }) => ({ rows: table.rows, derive }));
    case 'messages':
      return [definition];
  }
}

/** The metrics of a definition's live round, reports or state, computed ones and sums included. */
export function toldMetrics(definition: Definition): ReadonlySet<MetricId> {
  const told = liveTellings(definition).flatMap(({ rows, derive = [] }) => [...rows, ...derive]);
  const sums = definition.way === 'polled' ? (definition.sums ?? []) : [];
  return new Set([...told, ...sums].flatMap(({ metric }) => (metric === undefined ? [] : [metric])));
}
