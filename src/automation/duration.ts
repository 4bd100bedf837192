// Durations as people write them: `90 s`, `5 min`, `1.5 h`, `2 days`, `1 h 30 min`, `PT5M`.
import { dayMs, hourMs, minuteMs } from '#core/time.ts';

const number = String.raw`\d{1,6}(\.\d{1,3})?`;
const day = String.raw`d|days?`;
const hour = String.raw`h|hr|hours?`;
const minute = String.raw`m|min|mins|minutes?`;
const second = String.raw`s|sec|secs|seconds?`;
const part = (unit: string): string => `(${number} ?(${unit}) ?)?`;

/** What a duration looks like: one of its parts at least, the larger ones first; or ISO 8601. */
export const durationPattern =
  String.raw`^(?=\d)${part(day)}${part(hour)}${part(minute)}(${number} ?(${second}))?(?<! )$` +
  String.raw`|^P(?=.)(${number}D)?(T(?=.)(${number}H)?(${number}M)?(${number}S)?)?$`;

const form = new RegExp(durationPattern);
const units: Readonly<Record<string, number>> = { d: dayMs, h: hourMs, m: minuteMs, s: 1000 };

/** In ms; undefined: it is none. */
export function durationMs(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  const parts = text.toLowerCase().matchAll(/([\d.]+) ?([dhms])/g);
  return Math.round([...parts].reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0));
}

/** Of a text that a schema has checked; absent: `otherwise`. */
export function durationOr<Otherwise>(text: string | undefined, otherwise: Otherwise): number | Otherwise {
  return text === undefined ? otherwise : (durationMs(text) ?? otherwise);
}

/** As it is said in a sentence of any language, by the signs of its units: `5 minutes` and `PT5M` are `5 min`; as it is written where it is none. */
export function durationText(text: string): string {
  if (!form.test(text)) return text;
  const signs: Readonly<Record<string, string>> = { d: 'd', h: 'h', m: 'min', s: 's' };
  const parts = text.toLowerCase().matchAll(/([\d.]+) ?([dhms])/g);
  return [...parts].map(([, count = '', unit = '']) => `${count} ${signs[unit] ?? unit}`).join(' ');
}
