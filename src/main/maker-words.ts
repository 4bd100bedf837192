// The makers' own names of what their devices say, for imports: programs such as mpp-solar use the same words.
import { isMetricId, metricOf } from '#core/catalogue.ts';
import type { Row } from '#codec/table.ts';
import type { Definition } from '#devices/definition.ts';
import type { MakerWords } from '#exchange/guess.ts';

function rowsOf(definition: Definition): readonly Row[] {
  switch (definition.way) {
    case 'polled':
      return definition.commands.flatMap(({ table }) => table.rows);
    case 'listening':
      return definition.reports.flatMap(({ table }) => table.rows);
    case 'messages':
      return definition.rows;
  }
}

/** The words of all definitions that mean the same wherever they occur. */
export function makerWords(definitions: readonly Definition[]): MakerWords {
  const words = new Map<string, { readonly metric: string; readonly factor: number }>();
  const doubtful = new Set<string>();
  for (const { name, metric, flip } of definitions.flatMap(rowsOf)) {
    if (metric === undefined || !isMetricId(metric) || metricOf(metric).kind === 'text') continue;
    const factor = flip === true ? -1 : 1;
    const known = words.get(name);
    if (known !== undefined && (known.metric !== metric || known.factor !== factor)) doubtful.add(name);
    words.set(name, { metric, factor });
  }
  for (const name of doubtful) words.delete(name);
  return words;
}
