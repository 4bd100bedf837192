// Parts of the sentences in which rules are told.
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { external, type External, type MetricName, type Param, type SetPointName } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId, setPointOf } from '#core/set-points.ts';
import { durationText } from '../duration.ts';
import { joined } from './outline-expression.ts';
import type { FileCheapest, FileWindow } from './words.ts';

export const pointName = (point: string): SetPointName | External =>
  isSetPointId(point) ? { setPoint: point } : external(point);
export const metricName = (metric: string): MetricName | External =>
  isMetricId(metric) ? { metric } : external(metric);
/** What a rule waits for a change of: a metric, or a set-point. */
export const changingName = (id: string): MetricName | SetPointName | External =>
  !isMetricId(id) && isSetPointId(id) ? { setPoint: id } : metricName(id);
export const plain = (value: string | number | boolean | undefined): External =>
  external(value === true ? 'on' : value === false ? 'off' : String(value ?? ''));

/** Whether a switch is turned on or off by it; undefined: it is no switch, or another value. */
export function switchedTo(id: string, value: string | number | boolean | undefined): boolean | undefined {
  const isBinary = isSetPointId(id) ? setPointOf(id).kind === 'binary' : findMetric(id)?.kind === 'binary';
  const word = String(value);
  if (!isBinary || !['on', 'true', '1', 'off', 'false', '0'].includes(word)) return undefined;
  return ['on', 'true', '1'].includes(word);
}

/** What a set-point is set to: a switch on or off, a number in its unit, anything else as it is written. */
export function valueSaid(point: string, value: string | number | boolean | undefined): Param {
  const isOn = switchedTo(point, value);
  if (isOn !== undefined) return because(isOn ? 'act.value-on' : 'act.value-off');
  const row = isSetPointId(point) ? setPointOf(point) : undefined;
  return row?.kind === 'number' && typeof value === 'number' ? { value, unit: row.unit } : plain(value);
}

/** One after another, as the language lists them. */
export const listed = (params: readonly Param[]): Param =>
  joined<Param>(params, (one, other) => because('act.both', { one, other })) ?? '';

/** How long, by the signs of its units. */
export const timeSaid = (time: string): External => external(durationText(time));

/** It, for a time where one is said. */
export const lasting = (reason: Reason, time: string | undefined): Reason =>
  time === undefined ? reason : because('act.say-for', { reason, time: timeSaid(time) });

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
