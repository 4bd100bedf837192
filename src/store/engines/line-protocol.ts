// Points as lines of InfluxDB's line protocol, and its series keys read back.
import { lineField, lineHead } from '#core/line-protocol.ts';
import type { Quality } from '#core/reading.ts';
import { type PointColumns, qualities } from '../point-columns.ts';

/** The text behind a stored tag; what others wrote may not be encoded. */
export function textOfTag(tag: string): string {
  try {
    return decodeURIComponent(tag);
  } catch {
    // A lone percent sign: it was not written by us.
    return tag;
  }
}

/** The quality a tag names; other writers' points without one are good. */
export function qualityOfTag(tag: string | undefined): Quality {
  return qualities.find((quality) => quality === tag) ?? 'good';
}

/** Lines of points: measurement = metric, tags site, device and quality, field `value` or `text`, time in ms. */
export function lineProtocol({ keys, series, atMs, value, quality, texts }: PointColumns): string {
  const lines: string[] = [];
  const heads = new Map<number, string>();
  for (const [point, index] of series.entries()) {
    const key = keys[index];
    if (key === undefined) continue;
    const grade = quality[point] ?? 0;
    const head = heads.getOrInsertComputed(index * qualities.length + grade, () => {
      const tags = { site: key.site, device: key.device, quality: qualities[grade] ?? 'stale' };
      return lineHead(key.metric, tags);
    });
    lines.push(`${head} ${lineField(texts.get(point) ?? value[point] ?? 0)} ${atMs[point] ?? 0}`);
  }
  return lines.join('\n');
}

/** Parts of a text between separators not preceded by a backslash, unescaped. */
function split(text: string, sign: string): readonly string[] {
  const parts: string[] = [''];
  for (let index = 0; index < text.length; index += 1) {
    let one = text.charAt(index);
    if (one === sign) {
      parts.push('');
      continue;
    }
    if (one === '\\' && /[ ,=]/.test(text.charAt(index + 1))) {
      index += 1;
      // The next split must still see it as escaped.
      one = sign === '=' ? text.charAt(index) : `\\${text.charAt(index)}`;
    }
    parts[parts.length - 1] += one;
  }
  return parts;
}

/** Measurement and tags of a series as `SHOW SERIES` names it. */
export function parseSeriesName(name: string): {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
} {
  const [measurement = '', ...rest] = split(name, ',');
  const tags = rest.map((tag) => {
    const [key = '', ...value] = split(tag, '=');
    return [key, textOfTag(value.join('='))] as const;
  });
  return { measurement, tags: Object.fromEntries(tags) };
}
