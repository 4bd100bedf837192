// Points as the JSON lines of VictoriaMetrics' import: one line for each partial series.
import type { Quality } from '#core/reading.ts';
import { type PointColumns, qualities } from '../point-columns.ts';

/** Labels of a series; an empty one is none to the server. */
export type Labels = Readonly<Record<string, string>>;

/** The server cuts longer labels in silence. */
const longestText = 4096;

/** Quality of a partial series: one without a label is good. */
export function qualityOf(labels: Labels): Quality {
  return qualities.find((quality) => quality === labels['quality']) ?? 'good';
}

interface Line {
  readonly labels: Labels;
  readonly points: Map<number, number>;
}

/** The body of an import. Of two points at one moment of a partial series the later one is kept. */
export function importLines(columns: PointColumns, nameOf: (metric: string) => string): string {
  const { keys, series, atMs, value, quality, texts } = columns;
  const lines = new Map<string, Line>();
  for (const [point, index] of series.entries()) {
    const key = keys[index];
    if (key === undefined) continue;
    const text = texts.get(point)?.slice(0, longestText).toWellFormed();
    const grade = quality[point] ?? 0;
    const line = lines.getOrInsertComputed(`${index} ${grade} ${text ?? ''}${text === undefined ? '' : '+'}`, () => {
      const named = grade === 0 ? {} : { quality: qualities[grade] ?? 'stale' };
      const textLabels = text === undefined ? {} : { kind: 'text', text };
      const name = `${nameOf(key.metric)}${text === undefined ? '' : '_text'}`;
      return { labels: { __name__: name, ...key, ...named, ...textLabels }, points: new Map() };
    });
    line.points.set(atMs[point] ?? 0, text === undefined ? (value[point] ?? 0) : 1);
  }
  return [...lines.values()]
    .map(({ labels, points }) =>
      JSON.stringify({ metric: labels, values: [...points.values()], timestamps: [...points.keys()] }),
    )
    .join('\n');
}
