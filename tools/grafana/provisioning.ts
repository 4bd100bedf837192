// Files by which Grafana sets itself up: the database, the folder of dashboards, and rules to watch. In them `$` begins a variable of the
// environment, and `$$` is one dollar.
import { QueryBuilder, RuleBuilder } from '@grafana/grafana-foundation-sdk/alerting';
import { TypeReduceBuilder, TypeThresholdBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { stringify } from 'yaml';
import { boardsFor, target } from './boards.ts';
import { historySource, seriesSource } from './promql.ts';
import { influxSource } from './influxql.ts';
import type { AlertRule, Source } from './plan.ts';

/** Where the dashboards are on the computer of Grafana. */
const boardsPlace = '/etc/grafana/solstead';

/** The provisioned database. */
const uid = 'solstead';
const note = '# Written by `npm run gen` (tools/grafana). More: docs/grafana.md\n';

const yaml = (content: object): string => `${note}${stringify(content, { lineWidth: 0 })}`;

/** Dollars that are no variables of the environment. */
const doubled = (text: string): string => text.replaceAll('$', '$$$$');

const sourceFile = ({ type, place }: Source): string =>
  yaml({ apiVersion: 1, datasources: [{ name: 'Solstead', uid, type, isDefault: true, ...place }] });

const foldersFile = (): string =>
  yaml({
    apiVersion: 1,
    providers: [{ name: 'Solstead', folder: 'Solstead', type: 'file', options: { path: boardsPlace } }],
  });

/** Grafana's own place of calculation. */
const calculation = { type: '__expr__', uid: '__expr__' };

/** At most 40 characters; others are refused. */
export const ruleUid = ({ id, of }: Pick<AlertRule, 'id' | 'of'>): string =>
  ['solstead', id, ...(of === undefined ? [] : of.split('.'))].join('-');

function ruleFor(rule: AlertRule, source: Source): object {
  const range = { from: rule.lookS, to: 0 };
  const query = { query: doubled(rule.query), legend: '', index: 0 };
  const reduce = new TypeReduceBuilder().refId('B').datasource(calculation).expression('A').reducer(rule.reducer);
  const evaluator: { type: 'gt' | 'lt'; params: number[] } =
    rule.wrong === 'above' ? { type: 'gt', params: [0] } : { type: 'lt', params: [0.001] };
  const threshold = new TypeThresholdBuilder()
    .refId('C')
    .datasource(calculation)
    .expression('B')
    .conditions([{ evaluator }]);
  const asked = (refId: string, datasourceUid: string): QueryBuilder =>
    new QueryBuilder(refId).datasourceUid(datasourceUid).relativeTimeRange(range);
  const {
    folderUID: _folder,
    orgID: _org,
    ruleGroup: _group,
    ...built
  } = new RuleBuilder(rule.title)
    .uid(ruleUid(rule))
    .condition('C')
    .withQuery(asked('A', uid).model(target(source, { type: source.type, uid }, query)))
    .withQuery(asked('B', '__expr__').model(reduce))
    .withQuery(asked('C', '__expr__').model(threshold))
    .noDataState(rule.id === 'data-gap' && rule.of === undefined ? 'Alerting' : 'OK')
    .execErrState('Error')
    .forDuration(rule.lasts)
    .labels({ program: 'solstead' })
    .annotations({ summary: doubled(rule.says) })
    .build();
  // Through JSON: what the builders have for the types alone is no part of a file.
  return JSON.parse(JSON.stringify(built)) as object;
}

const rulesFile = (source: Source): string =>
  yaml({
    apiVersion: 1,
    groups: [
      {
        orgId: 1,
        name: 'Solstead',
        folder: 'Solstead',
        interval: '1m',
        rules: source.rules.map((rule) => ruleFor(rule, source)),
      },
    ],
  });

/** A file, and what is in it. */
export interface GrafanaFile {
  readonly file: string;
  readonly make: () => string;
}

function boardFiles(source: Source, folder: string): readonly GrafanaFile[] {
  return [...boardsFor(source)].map(([id, board]) => ({
    file: `${folder}/${id}.json`,
    make: () => `${JSON.stringify(board, null, 2)}\n`,
  }));
}

/** Every database there are dashboards for. */
export const sources: readonly Source[] = [seriesSource, historySource, influxSource];

const ofSource = (source: Source): readonly GrafanaFile[] => {
  const folder = `packaging/grafana/${source.id}`;
  return [
    ...boardFiles(source, `${folder}/dashboards`),
    { file: `${folder}/provisioning/datasources/solstead.yaml`, make: () => sourceFile(source) },
    { file: `${folder}/provisioning/dashboards/solstead.yaml`, make: foldersFile },
    { file: `${folder}/provisioning/alerting/solstead.yaml`, make: () => rulesFile(source) },
  ];
};

/** The Grafana of the app for Home Assistant, which asks its InfluxDB. */
const inApp = 'packaging/addon/solstead/rootfs/etc/grafana';

/** All files for Grafana. */
export const grafanaFiles: readonly GrafanaFile[] = [
  ...sources.flatMap(ofSource),
  ...boardFiles(influxSource, `${inApp}/solstead`),
  { file: `${inApp}/provisioning/datasources/solstead.yaml`, make: () => sourceFile(influxSource) },
  { file: `${inApp}/provisioning/dashboards/solstead.yaml`, make: foldersFile },
  { file: `${inApp}/provisioning/alerting/solstead.yaml`, make: () => rulesFile(influxSource) },
];
