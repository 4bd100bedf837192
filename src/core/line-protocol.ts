// The pieces of InfluxDB's line protocol: history and outputs write the same lines, so that a database of the one can be read as the other.
// Source: InfluxDB 1.x documentation, "Line protocol reference": what is escaped in measurements, tags and string fields.
import type { MetricValue } from './reading.ts';

/** Percent-encodes what a tag may not hold: a backslash at its end and a line break cannot be escaped. */
// oxlint-disable-next-line eslint/no-control-regex -- control characters are what is looked for
const untaggable = /[\u0000-\u001f\u007f\\%]/g;

/** A tag's value as it is stored. */
export function taggedText(text: string): string {
  return text.toWellFormed().replaceAll(untaggable, (sign) => encodeURIComponent(sign));
}

const escapedTag = (text: string): string => taggedText(text).replaceAll(/[ ,=]/g, String.raw`\$&`);

/** The beginning of a line: measurement and tags in their order; an empty tag is not a tag. */
export function lineHead(measurement: string, tags: Readonly<Record<string, string>>): string {
  const named = Object.entries(tags).filter(([, text]) => text !== '');
  return [measurement, ...named.map(([name, text]) => `${name}=${escapedTag(text)}`)].join(',');
}

/** The field of a value: a number as `value`, a text as `text`. */
export function lineField(value: MetricValue): string {
  if (typeof value === 'number') return `value=${value}`;
  return `text="${value.toWellFormed().replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
