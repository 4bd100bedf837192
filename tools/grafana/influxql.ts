// InfluxQL for readings of Solstead in InfluxDB 1.x, written by its output or as its history: both write the same lines.
import { metricKey, metricOf, type MetricId } from '#core/catalogue.ts';
import type { AlertRule, OwnPanel, Source } from './plan.ts';

const chosen = '"site" =~ /^$site$/ AND "device" =~ /^$device$/ AND $timeFilter';
const perDevice = (metric: string): string =>
  `SELECT mean("value") AS "v" FROM "${metric}" WHERE ${chosen} GROUP BY time($__interval), "site", "device"`;

/** The powers and the state of charge: what nearly every home has. */
const heard: readonly MetricId[] = ['pv.power', 'grid.power', 'battery.power', 'load.power', 'battery.soc'];
/** Texts that name a fault, while there is one. */
const faults: readonly MetricId[] = ['inverter.warning', 'battery.alarm', 'charger.fault'];

/** One of several measurements. */
const anyOf = (metrics: readonly MetricId[]): string =>
  `/^(${metrics.map((metric) => metric.replaceAll('.', String.raw`\.`)).join('|')})$/`;

const own = (title: string, query: string, legend: string): OwnPanel => ({
  form: 'own',
  title,
  unit: 'short',
  query,
  legend,
});

/** How many values came in each span, the one that has just begun and the one before together: of a device that is silent none. */
const counted = (from: string, where: string, span: '5m' | '30m'): string =>
  `SELECT moving_average(count("value"), 2) FROM ${from} WHERE ${where} GROUP BY time(${span}), "site", "device" fill(0)`;

/** How many texts that are a fault came. */
const faulty = (from: string, where: string): string =>
  `SELECT count("text") FROM ${from} WHERE "text" != '' AND ${where} GROUP BY time(5m), "site", "device" fill(0)`;

/** A rule takes one series for each device and asks one measurement: two would have the same labels. */
const ruleOf =
  (rule: Omit<AlertRule, 'query' | 'of'>, query: (from: string) => string) =>
  (metric: MetricId): AlertRule => ({
    ...rule,
    of: metric,
    title: `${rule.title}: ${metricOf(metric).label}`,
    query: query(`"${metric}"`),
  });

const silent = { reducer: 'last', wrong: 'none', lookS: 86_400 } as const;
const rules: readonly AlertRule[] = [
  ...heard.map(
    ruleOf(
      {
        id: 'device-offline',
        title: 'Device offline',
        says: 'Nothing came from {{ $labels.device }} for five minutes.',
        lasts: '1m',
        ...silent,
      },
      (from) => counted(from, 'time > now() - 1d', '5m'),
    ),
  ),
  ...heard.map(
    ruleOf(
      {
        id: 'data-gap',
        title: 'Data gap',
        says: 'Nothing came from {{ $labels.device }} for half an hour.',
        lasts: '0s',
        ...silent,
      },
      (from) => counted(from, 'time > now() - 1d', '30m'),
    ),
  ),
  ...faults.map(
    ruleOf(
      {
        id: 'system-error',
        title: 'System error',
        says: 'The device {{ $labels.device }} tells a fault.',
        lookS: 900,
        reducer: 'max',
        wrong: 'above',
        lasts: '5m',
      },
      (from) => faulty(from, 'time > now() - 15m'),
    ),
  ),
];

/** InfluxDB 1.x. */
export const influxSource: Source = {
  id: 'influxdb',
  type: 'influxdb',
  place: {
    access: 'proxy',
    url: 'http://127.0.0.1:8086',
    user: 'solstead',
    jsonData: { dbName: 'home_assistant' },
    secureJsonData: { password: '$INFLUXDB_PASSWORD' },
  },
  now: ({ metric, of }) =>
    `SELECT ${of}("v") FROM (${perDevice(metric)}) WHERE $timeFilter GROUP BY time($__interval) fill(none)`,
  line: (metric) => `${perDevice(metric)} fill(none)`,
  indexed(metric) {
    const stem = metricKey(metric).key.replace(/\.#$/, '').replaceAll('.', String.raw`\.`);
    const query = `SELECT mean("value") FROM /^${stem}\\.[0-9]+$/ WHERE ${chosen} GROUP BY time($__interval), "site", "device" fill(none)`;
    return { query, legend: '$tag_device $m' };
  },
  day: (metric) =>
    `SELECT sum("v") / 1000 FROM (SELECT spread("value") AS "v" FROM "${metric}" WHERE ${chosen} GROUP BY time(1d), "site", "device") WHERE $timeFilter GROUP BY time(1d) fill(none)`,
  device: '$tag_device',
  own: {
    devices: [
      own('Values in five minutes', counted(anyOf(heard), chosen, '5m'), '$tag_device $m'),
      own('Faults that devices tell', faulty(anyOf(faults), chosen), '$tag_device $m'),
    ],
  },
  sites: 'SHOW TAG VALUES WITH KEY = "site"',
  devices: 'SHOW TAG VALUES WITH KEY = "device" WHERE "site" =~ /^$site$/',
  rules,
};
