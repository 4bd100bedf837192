// Dashboards as Grafana takes them: its own builders check the types of all that is said.
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  GraphDrawStyle,
  type DataSourceRef,
  ReduceDataOptionsBuilder,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  DashboardBuilder,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import { type Board, boards, type OwnPanel, type Source, type ValuePanel } from './plan.ts';

/** Grafana's words for the units of the catalogue. */
const unitWords: Readonly<Record<Unit, string>> = {
  W: 'watt',
  VA: 'voltamp',
  var: 'voltampreact',
  Wh: 'watth',
  V: 'volt',
  A: 'amp',
  Ah: 'amph',
  Ω: 'ohm',
  Hz: 'hertz',
  '°C': 'celsius',
  '%': 'percent',
  s: 's',
  dBm: 'dBm',
  '': 'short',
};

const unitOf = (metric: MetricId): string => unitWords[metricOf(metric).unit];

/** A query of InfluxDB, for which the builders have no type. */
interface InfluxQuery extends Dataquery {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly query: string;
  readonly rawQuery: true;
  readonly resultFormat: 'time_series';
  readonly alias: string;
}

const influxQuery = (query: Omit<InfluxQuery, '_implementsDataqueryVariant'>): Builder<InfluxQuery> => ({
  build: () => ({ ...query, _implementsDataqueryVariant: () => undefined }),
});

interface Asked {
  readonly query: string;
  readonly legend: string;
}

/** A query as its database takes it; `index` is its letter in the panel. */
export function target(
  { type }: Pick<Source, 'type'>,
  datasource: DataSourceRef,
  { query, legend, index }: Asked & { readonly index: number },
): Builder<Dataquery> {
  const refId = String.fromCodePoint(0x41 + index);
  if (type === 'influxdb')
    return influxQuery({ refId, datasource, query, rawQuery: true, resultFormat: 'time_series', alias: legend });
  return new DataqueryBuilder().refId(refId).datasource(datasource).expr(query).legendFormat(legend).range();
}

/** The data source that is chosen on the page. */
const chosenSource = ({ type }: Source): DataSourceRef => ({ type, uid: '${source}' });

/** What a panel asks: a line of several metrics names them. */
function askedBy(panel: Exclude<ValuePanel, { readonly form: 'now' }>, source: Source): readonly Asked[] {
  if (panel.form === 'indexed') return [source.indexed(panel.metric)];
  if (panel.form === 'days')
    return panel.metrics.map((metric) => ({ query: source.day(metric), legend: metricOf(metric).label }));
  const several = panel.metrics.length > 1;
  return panel.metrics.map((metric) => ({
    query: source.line(metric),
    legend: several ? `${metricOf(metric).label} ${source.device}` : source.device,
  }));
}

/** A figure: the newest. */
function figure({ metric, of }: Extract<ValuePanel, { readonly form: 'now' }>, source: Source): Builder<Panel> {
  const { label } = metricOf(metric);
  const asked = { query: source.now({ metric, of }), legend: label, index: 0 };
  return new StatBuilder()
    .title(label)
    .datasource(chosenSource(source))
    .unit(unitOf(metric))
    .height(4)
    .span(4)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(target(source, chosenSource(source), asked));
}

function graph(panel: Exclude<ValuePanel, { readonly form: 'now' }> | OwnPanel, source: Source): Builder<Panel> {
  const asked = panel.form === 'own' ? [panel] : askedBy(panel, source);
  const [first] = panel.form === 'own' ? [] : panel.form === 'indexed' ? [panel.metric] : panel.metrics;
  const isDays = panel.form === 'days';
  const unit = panel.form === 'own' ? panel.unit : isDays ? 'kwatth' : first === undefined ? 'short' : unitOf(first);
  const built = new LinesBuilder()
    .title(panel.title)
    .datasource(chosenSource(source))
    .unit(unit)
    .height(8)
    .span(12)
    .legend(new VizLegendOptionsBuilder().showLegend(true).calcs(isDays ? ['sum'] : ['lastNotNull']))
    .targets(asked.map((one, index) => target(source, chosenSource(source), { ...one, index })));
  if (isDays) return built.interval('1d').drawStyle(GraphDrawStyle.Bars).fillOpacity(60);
  return built.fillOpacity(8).spanNulls(300_000);
}

function variable(name: 'site' | 'device', label: string, source: Source): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(chosenSource(source))
    .query(name === 'site' ? source.sites : source.devices)
    .refresh(VariableRefresh.OnDashboardLoad)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}

/** A dashboard for a database. */
function boardFor({ id, title, from, panels }: Board, source: Source): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(`solstead-${source.id}-${id}`)
    .tags(['solstead'])
    .refresh(id === 'now' ? '10s' : '1m')
    .time({ from, to: 'now' })
    .withVariable(new DatasourceVariableBuilder('source').label('Database').type(source.type))
    .withVariable(variable('site', 'Home', source))
    .withVariable(variable('device', 'Device', source));
  for (const panel of [...panels, ...(source.own[id] ?? [])])
    builder.withPanel(panel.form === 'now' ? figure(panel, source) : graph(panel, source));
  return builder.build();
}

/** All dashboards for a database, by their id. */
export const boardsFor = (source: Source): ReadonlyMap<string, Dashboard> =>
  new Map(boards.map((board) => [board.id, boardFor(board, source)]));
