// A value picked from a topic, while a person says what it is: what follows from the value, from the metric and from the unit.
import type { OwnRow, UnknownTopics } from '#api/own-devices.ts';
import { catalogue, findMetric, isMetricId } from '#core/catalogue.ts';
import { units, writtenAs, type WrittenUnit } from '#core/unit.ts';

type HeardTopic = UnknownTopics['topics'][number];
type HeardValue = HeardTopic['values'][number];

/** Metrics of one kind that are offered for each place that is counted: relay 1 to 4, phase 1 to 3, and so on. */
const mostIndex = 4;

/** Every metric a value can be, with the indexes people have. */
export const offeredMetrics: readonly string[] = Object.keys(catalogue).flatMap((key) =>
  key.includes('#')
    ? Array.from({ length: mostIndex }, (_, index) => key.replace('#', String(index + 1))).filter(isMetricId)
    : [key],
);

/** Units that a value of a metric may come in; any if it is no metric. */
export function offeredUnits(metric: string | undefined): readonly WrittenUnit[] {
  const unit = metric === undefined ? undefined : findMetric(metric)?.unit;
  return unit === undefined ? ['' as const, ...units.filter((one) => one !== '')].flatMap(writtenAs) : writtenAs(unit);
}

/** The unit of a row among those that are offered; undefined if its factor is another. */
export const unitOf = ({ metric, unit = '', scale = 1, offset = 0 }: OwnRow): WrittenUnit | undefined =>
  offeredUnits(metric).find((one) => one.unit === unit && one.factor === scale && (one.offset ?? 0) === offset);

/** A row without what it need not say. */
function tidy(row: OwnRow): OwnRow {
  const { unit, scale, offset, flip, holds, ...rest } = row;
  const isNumber = row.type === 'number';
  return {
    ...rest,
    ...(isNumber && unit !== undefined && unit !== '' ? { unit } : {}),
    ...(isNumber && scale !== undefined && scale !== 1 ? { scale } : {}),
    ...(isNumber && offset !== undefined && offset !== 0 ? { offset } : {}),
    ...(isNumber && flip === true ? { flip } : {}),
    ...(holds === true ? { holds } : {}),
  };
}

const switchWords = new Set(['on', 'off', 'true', 'false']);

/** What a value is by itself. */
function typeOf(value: HeardValue['value']): OwnRow['type'] {
  if (typeof value === 'boolean') return 'switch';
  if (typeof value === 'number' || (value.trim() !== '' && Number.isFinite(Number(value)))) return 'number';
  return switchWords.has(value.trim().toLowerCase()) ? 'switch' : 'text';
}

/** The last words of a place, as a label. */
function labelOf(topic: string, path: string | undefined): string {
  const words = (path ?? topic)
    .split('/')
    .slice(path === undefined ? -1 : -2)
    .join(' ')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  const text = words === '' ? 'Value' : words;
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`.slice(0, 60);
}

/** A label that no other row has. */
export function ownLabel(label: string, others: readonly OwnRow[]): string {
  const taken = new Set(others.map((row) => row.label.toLowerCase()));
  let own = label;
  for (let count = 2; taken.has(own.toLowerCase()); count += 1) own = `${label.slice(0, 56)} ${count}`;
  return own;
}

/** The row of a value that was picked, under a label that no other has. */
export function rowOf({ topic }: HeardTopic, { path, value }: HeardValue, others: readonly OwnRow[]): OwnRow {
  const type = typeOf(value);
  return {
    label: ownLabel(labelOf(topic, path), others),
    topic,
    ...(path === undefined ? {} : { path }),
    type,
    ...(type === 'switch' ? { holds: true } : {}),
  };
}

/** The row as the metric wants it: its unit, its type, no sign where it has none. */
export function withMetric(row: OwnRow, metric: string | undefined): OwnRow {
  const { metric: _metric, unit: _unit, scale: _scale, offset: _offset, flip, holds: _holds, ...rest } = row;
  const known = metric === undefined ? undefined : findMetric(metric);
  if (metric === undefined || known === undefined) return tidy({ ...rest, unit: '' });
  const type = known.kind === 'binary' ? 'switch' : known.kind === 'text' ? 'text' : 'number';
  const keptSign = known.sign !== undefined && flip === true ? { flip } : {};
  return tidy({ ...rest, metric, type, unit: known.unit, ...keptSign, ...(type === 'switch' ? { holds: true } : {}) });
}

/** The row in another unit, or with another factor; what is added goes with the unit. */
export const withUnit = (row: OwnRow, { unit, factor, offset = 0 }: Omit<WrittenUnit, 'text'>): OwnRow => {
  const { scale: _scale, unit: _unit, ...rest } = row;
  return tidy({ ...rest, scale: factor, offset, unit });
};

/** Whether two rows are of the same place. */
export const isSamePlace = (one: Pick<OwnRow, 'topic' | 'path'>, other: Pick<OwnRow, 'topic' | 'path'>): boolean =>
  one.topic === other.topic && one.path === other.path;

/** Seconds within which every topic of a device speaks; undefined where not all rates are known. */
export function paceOf(rows: readonly OwnRow[], topics: readonly HeardTopic[]): number | undefined {
  const rates = rows.map(({ topic }) => topics.find((one) => one.topic === topic)?.perMinute);
  if (rates.length === 0 || rates.some((rate) => rate === undefined || rate <= 0)) return undefined;
  const slowest = Math.min(...rates.map((rate) => rate ?? 0));
  return Math.min(3600, Math.max(10, Math.ceil((60 / slowest) * 1.5)));
}

/** The whole topics of a saved device at one of its places. */
export const placedRows = (rows: readonly OwnRow[], prefix: string): readonly OwnRow[] =>
  rows.map((row) => ({ ...row, topic: row.topic.replace(/^\{prefix\}/, () => prefix) }));

/** Topics whose name or values hold all that was typed. */
export function matchingTopics(topics: readonly HeardTopic[], typed: string): readonly HeardTopic[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return topics.filter(({ topic, values, entity }) => {
    const text = [topic, entity?.name ?? '', ...values.map(({ path = '' }) => path)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
