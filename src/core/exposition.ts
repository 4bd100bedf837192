// Readings of now in Prometheus' text format: what is pushed, kept in a file and scraped is written here.
// Source: Prometheus documentation, "Exposition formats".
import type { MetricId } from './catalogue.ts';
import type { MetricValue } from './reading.ts';
import { asHere, type Called, inBaseUnit, seriesName, type SeriesName } from './series-names.ts';
import { labelsOf, labelText, type SeriesLabels } from './series-points.ts';

/** The content type of the format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** A value of now. */
export interface ShownValue {
  readonly site: string;
  readonly device: string;
  readonly metric: MetricId;
  readonly value: MetricValue;
}

const escapedLabel = (text: string): string =>
  text.toWellFormed().replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`).replaceAll('\n', String.raw`\n`);

function labelled({ __name__: name = '', ...labels }: SeriesLabels): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedLabel(text)}"`);
  return `${name}{${pairs.join(',')}}`;
}

/** How values are written. */
interface Exposed {
  /** Labels that the receiver adds itself. */
  readonly leaving?: readonly string[];
  readonly names?: Called;
}

function lineOf(
  { site, device, metric, value }: ShownValue,
  name: SeriesName,
  { leaving = [], names = asHere }: Exposed,
): string {
  const all = Object.entries(labelsOf({ site, device, metric }, { names })).filter(
    ([label]) => !leaving.includes(label),
  );
  const labels = Object.fromEntries(all);
  if (typeof value === 'string') return `${labelled({ ...labels, text: labelText(value) })} 1`;
  return `${labelled(labels)} ${inBaseUnit(value, name)}`;
}

/** Values as text, those of one name together under its help and type. */
export function exposition(values: Iterable<ShownValue>, exposed: Exposed = {}): string {
  const families = new Map<string, { readonly head: string; readonly lines: string[] }>();
  for (const one of values) {
    if (typeof one.value === 'number' && !Number.isFinite(one.value)) continue;
    const name = seriesName(one.metric, exposed.names?.metric(one.metric));
    const family = families.getOrInsertComputed(name.name, () => ({
      head: `# HELP ${name.name} ${name.help}\n# TYPE ${name.name} ${name.type}`,
      lines: [],
    }));
    family.lines.push(lineOf(one, name, exposed));
  }
  return [...families.values()].map(({ head, lines }) => `${head}\n${lines.join('\n')}\n`).join('');
}
