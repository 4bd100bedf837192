// PromQL for readings of Solstead: as its outputs and its page for Prometheus name them, and as its history in VictoriaMetrics does.
import { metricKey, type MetricId } from '#core/catalogue.ts';
import { seriesName } from '#core/series-names.ts';
import type { AlertRule, OwnPanel, Source } from './plan.ts';

/** How a metric is found, and what its value is multiplied by to be in the unit of the catalogue. */
interface Named {
  readonly name: string;
  readonly factor: number;
}

const chosen = 'site=~"$site",device=~"$device"';

/** In the unit that a panel shows. */
const scaled = (query: string, factor: number): string => (factor === 1 ? query : `${query} / ${factor}`);

const own = (
  title: string,
  query: string,
  { unit = 'short', legend }: Partial<OwnPanel> & { legend: string },
): OwnPanel => ({
  form: 'own',
  title,
  unit,
  query,
  legend,
});

/** What Solstead says of itself at `/metrics`. */
const ownFigures: readonly OwnPanel[] = [
  own('Devices by state', 'sum by (state) (solstead_devices{site=~"$site"})', { legend: '{{state}}' }),
  own('Online', `max by (site, device) (solstead_device_online{${chosen}})`, { legend: '{{device}}' }),
  ...(
    [
      ['Answers', 'answers'],
      ['Time-outs', 'timeouts'],
      ['Frames that were not right', 'bad_frames'],
      ['Values that were not taken', 'rejected_values'],
    ] as const
  ).map(([title, name]) =>
    own(title, `60 * sum by (site, device) (rate(solstead_device_${name}_total{${chosen}}[$__rate_interval]))`, {
      unit: 'cpm',
      legend: '{{device}}',
    }),
  ),
  own('Exchanges that wait, by link', 'max by (link) (solstead_link_queue)', { legend: '{{link}}' }),
  own('Batches that wait for outputs', 'sum by (kind, output) (solstead_output_waiting_batches{site=~"$site"})', {
    legend: '{{kind}} {{output}}',
  }),
  own('What is not well', 'sum by (part) (solstead_health_issues) or vector(0)', { legend: '{{part}}' }),
  own('Memory', 'max(solstead_process_resident_memory_bytes)', { unit: 'bytes', legend: 'Solstead' }),
];

/** The powers and the state of charge: what nearly every home has. */
const heard = (names: readonly string[]): string => `{__name__=~"${names.join('|')}"}`;

function rulesOf(named: (metric: MetricId) => Named): readonly AlertRule[] {
  const any = heard(
    (['pv.power', 'grid.power', 'battery.power', 'load.power', 'battery.soc'] as const).map((id) => named(id).name),
  );
  const within = (time: string): string => `count by (site, device) (last_over_time(${any}[${time}]))`;
  return [
    {
      id: 'device-offline',
      title: 'Device offline',
      says: 'The device {{ $labels.device }} does not answer.',
      query: '1 - max by (site, device) (solstead_device_online)',
      lookS: 600,
      reducer: 'last',
      wrong: 'above',
      lasts: '5m',
    },
    {
      id: 'data-gap',
      title: 'Data gap',
      says: 'Nothing came from {{ $labels.device }} for ten minutes.',
      query: `(${within('1d')} unless ${within('10m')}) > bool 0 or 0 * ${within('10m')}`,
      lookS: 600,
      reducer: 'last',
      wrong: 'above',
      lasts: '5m',
    },
    {
      id: 'system-error',
      title: 'System error',
      says: 'A part of Solstead is not well: {{ $labels.part }}.',
      query: 'sum by (part) (solstead_health_issues) or vector(0)',
      lookS: 600,
      reducer: 'last',
      wrong: 'above',
      lasts: '5m',
    },
  ];
}

/** A database that speaks PromQL. */
function promSource(
  id: string,
  url: string,
  { named, cells }: { named: (metric: MetricId) => Named; cells: Source['indexed'] },
): Source {
  const { name: load } = named('load.energy');
  const { name: bought } = named('grid.energy.import');
  const counted = (name: string): string => `sum(increase(${name}{${chosen}}[1d] offset -1d))`;
  return {
    id,
    type: 'prometheus',
    place: { access: 'proxy', url, jsonData: { httpMethod: 'POST', timeInterval: '15s' } },
    now({ metric, of }) {
      const { name, factor } = named(metric);
      return scaled(`${of === 'sum' ? 'sum' : 'avg'}(max by (site, device) (${name}{${chosen}}))`, factor);
    },
    line(metric) {
      const { name, factor } = named(metric);
      return scaled(`max by (site, device) (${name}{${chosen}})`, factor);
    },
    indexed: cells,
    day(metric) {
      const { name, factor } = named(metric);
      return scaled(counted(name), factor * 1000);
    },
    device: '{{device}}',
    own: {
      energy: [
        own('Self-sufficiency', `clamp(1 - ${counted(bought)} / (${counted(load)} > 0), 0, 1)`, {
          unit: 'percentunit',
          legend: 'Without the grid',
        }),
      ],
      devices: ownFigures,
    },
    sites: `label_values(${heard(['solstead_.+'])}, site)`,
    devices: 'label_values({__name__=~"solstead_.+",site=~"$site"}, device)',
    rules: rulesOf(named),
  };
}

/** Prometheus and VictoriaMetrics, filled by outputs or by scraping. */
export const seriesSource: Source = promSource('prometheus', 'http://127.0.0.1:9090', {
  named: (metric) => seriesName(metric),
  cells(metric) {
    const { name } = seriesName(metric);
    return { query: `max by (site, device, index) (${name}{${chosen}})`, legend: '{{device}} {{index}}' };
  },
});

/** VictoriaMetrics as the history of a home (`--history victoria+http://…`): a name is the metric, a value is in its unit. */
const nameInHistory = (metric: string): string => `solstead_${metric.replaceAll('.', '_')}`;
export const historySource: Source = promSource('victoria-history', 'http://victoria:8428', {
  named: (metric) => ({ name: nameInHistory(metric), factor: 1 }),
  cells(metric) {
    const stem = nameInHistory(metricKey(metric).key.replace(/\.#$/, ''));
    return {
      query: `max by (site, device, metric) ({__name__=~"${stem}_[0-9]+",${chosen}})`,
      legend: '{{device}} {{metric}}',
    };
  },
});
