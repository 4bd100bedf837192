// Readings as rows of a table: one for each value.
import type { Batch } from '#core/reading.ts';
import type { Names } from './names.ts';

/** A value, with its moment as ISO 8601 in UTC. */
export interface ReadingRow {
  readonly time: string;
  readonly site: string;
  readonly device: string;
  readonly metric: string;
  /** One of both. */
  readonly value: number | null;
  readonly text: string | null;
}

/** A text that a database takes: it knows no NUL. */
const textOf = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** The rows of batches. A value that did not parse is absent. */
export function rowsOf(batches: readonly Batch[], names: Names): readonly ReadingRow[] {
  return batches.flatMap(({ site, device, atMs, metric, value }) =>
    metric.flatMap((id, index): readonly ReadingRow[] => {
      const one = value[index];
      if (one === undefined || (typeof one === 'number' && !Number.isFinite(one))) return [];
      return [
        {
          time: new Date(atMs).toISOString(),
          site,
          device: names.device(device),
          metric: names.metric(id),
          value: typeof one === 'number' ? one : null,
          text: typeof one === 'string' ? textOf(one) : null,
        },
      ];
    }),
  );
}

/** What a test shows of them, in a table of this name. */
export const samplesOf = (rows: readonly ReadingRow[], table: string) =>
  rows.map(({ time, device, metric, value, text }) => ({
    to: `${table} ${device} ${metric}`,
    content: `${time} ${value ?? text}`,
  }));
