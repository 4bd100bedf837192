// Parts of the sentences in which rules are told.
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { external, type External, type MetricName, type Param } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId, setPointOf } from '#core/set-points.ts';
import { quotedLabel, quotedWord, spokenMetric, spokenPoint } from '#core/spoken.ts';
import { durationText } from '../duration.ts';
import { joined } from './outline-expression.ts';
import type { FileCheapest, FileWindow } from './words.ts';

/** What is said of an id that people wrote: by its phrase, or as it is written. */
const spokenOf = (id: string): Param => (isMetricId(id) ? spokenMetric(id) : quotedWord(id));

/** A set-point as what a verb acts on. */
export const pointSaid = (point: string): Param => (isSetPointId(point) ? spokenPoint(point) : quotedWord(point));

/** A value by its label, for a place that quotes it. */
export const metricLabelled = (metric: string): MetricName | External =>
  isMetricId(metric) ? { metric } : external(metric);

/** What a rule waits for a change of: a metric, or a set-point. */
export const changingSaid = (id: string): Param =>
  !isMetricId(id) && isSetPointId(id) ? quotedLabel(id) : spokenOf(id);

/** Whether a switch is turned on or off by it; undefined: it is no switch, or another value. */
export function switchedTo(id: string, value: string | number | boolean | undefined): boolean | undefined {
  const isBinary = isSetPointId(id) ? setPointOf(id).kind === 'binary' : findMetric(id)?.kind === 'binary';
  const word = String(value);
  if (!isBinary || !['on', 'true', '1', 'off', 'false', '0'].includes(word)) return undefined;
  return ['on', 'true', '1'].includes(word);
}

/** What something becomes: a switch is on or off, a figure has the unit of its place, a word is as it is written. */
export function valueSaid(id: string, value: string | number | boolean): Param {
  const isOn = switchedTo(id, value);
  if (isOn !== undefined) return because(isOn ? 'act.value-on' : 'act.value-off');
  if (typeof value === 'string') return quotedWord(value);
  if (typeof value === 'boolean') return because(value ? 'act.value-yes' : 'act.value-no');
  return { value, unit: (isSetPointId(id) ? setPointOf(id) : findMetric(id))?.unit ?? '' };
}

/** One after another, as the language lists them. */
export const listed = (params: readonly Param[]): Param =>
  joined<Param>(params, (one, other) => because('act.both', { one, other })) ?? '';

/** How long, by the signs of its units. */
export const timeSaid = (time: string): External => external(durationText(time));

/** What is done, for a time where one is said. */
export const lasting = (reason: Reason, time: string | undefined): Reason =>
  time === undefined ? reason : because('act.say-for', { reason, time: timeSaid(time) });

/** What is so, since a time where one is said. */
export const lasted = (reason: Reason, time: string | undefined): Reason =>
  time === undefined ? reason : because('act.say-since', { reason, time: timeSaid(time) });

export const onDays = (reason: Reason, days: readonly string[] | undefined): Reason =>
  days === undefined || days.length === 0
    ? reason
    : because('act.say-days', { reason, days: listed(days.map((day) => because('act.say-day', { day }))) });

export const windowSaid = ({ from, to, days }: FileWindow): Reason =>
  onDays(because('act.say-between', { from: external(from), to: external(to) }), days);

export const sunSaid = {
  sunrise: because('act.say-sunrise'),
  sunset: because('act.say-sunset'),
  noon: because('act.say-noon'),
  dawn: because('act.say-dawn'),
  dusk: because('act.say-dusk'),
} as const;

export const cheapestSaid = ({ for: lasting, from = '00:00', to = '24:00' }: FileCheapest): Reason =>
  because('act.say-cheapest', { time: timeSaid(lasting), from: external(from), to: external(to) });
