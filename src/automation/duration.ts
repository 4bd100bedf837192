// Durations as people write them: `90 s`, `5 min`, `1.5 h`, `2 d`.
import { dayMs, hourMs, minuteMs } from '#core/time.ts';

const units: Readonly<Record<string, number>> = { s: 1000, sec: 1000, min: minuteMs, m: minuteMs, h: hourMs, d: dayMs };

/** What a duration looks like. */
export const durationPattern = String.raw`^\d{1,6}(\.\d{1,3})? ?(s|sec|min|m|h|d)$`;

/** In ms; undefined: it is none. */
export function durationMs(text: string): number | undefined {
  if (!new RegExp(durationPattern).test(text)) return undefined;
  const [, number = '', unit = ''] = /^([\d.]+) ?([a-z]+)$/.exec(text) ?? [];
  return Math.round(Number(number) * (units[unit] ?? Number.NaN));
}

/** Of a text that a schema has checked; absent: `otherwise`. */
export function durationOr<Otherwise>(text: string | undefined, otherwise: Otherwise): number | Otherwise {
  return text === undefined ? otherwise : (durationMs(text) ?? otherwise);
}
