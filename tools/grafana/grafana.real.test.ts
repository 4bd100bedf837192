// Every query of the dashboards and rules for Grafana, asked of the real databases that Solstead's own outputs and histories have filled:
// one that finds nothing is wrong.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { parse } from 'yaml';
import { metricKey, metricOf, type MetricId } from '#core/catalogue.ts';
import { systemClock as clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { batchOf, deviceFacts, openOutputHouse } from '#main/testing/output-house.ts';
import { metricsText } from '#server/ways/metrics-text.ts';
import { openVictoriaHistory } from '#store/engines/victoria-history.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { prometheus } from '#tools/testkit/prometheus.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { boards, type AlertRule, type Source } from './plan.ts';
import { historySource, seriesSource } from './promql.ts';
import { influxSource } from './influxql.ts';
import { ruleUid, sources } from './provisioning.ts';

vi.setConfig({ testTimeout: 120_000 });
const long = { timeout: 60_000, interval: 200 };
const minuteMs = 60_000;

/** All metrics that the dashboards show. */
const shown: readonly MetricId[] = [
  ...new Set(
    boards.flatMap(({ panels }) =>
      panels.flatMap((panel) => (panel.form === 'own' ? [] : 'metric' in panel ? [panel.metric] : panel.metrics)),
    ),
  ),
];

/** How far the readings of a test go back, and how long one device has been silent, minutes. */
interface Past {
  readonly minutes: number;
  readonly silent: number;
}
const hour: Past = { minutes: 55, silent: 20 };

/** Readings of two devices, of which `pack` is silent, with a fault that `roof` tells. */
function past(nowMs: number, { minutes, silent }: Past): readonly Batch[] {
  const batch = (device: string, minute: number): Batch =>
    batchOf(device, nowMs - minute * minuteMs, {
      ...Object.fromEntries(
        shown.map((id) => [id, metricOf(id).kind === 'counter' ? 10_000 - 10 * minute : 1 + (minute % 3)]),
      ),
      'battery.alarm': minute < 10 ? 'Cell too warm' : '',
    });
  return Array.from({ length: minutes }, (_none, index) => minutes - 1 - index).flatMap((minute) =>
    minute < silent ? [batch('roof', minute)] : [batch('roof', minute), batch('pack', minute)],
  );
}

/** What Solstead says of itself, after so many seconds. */
async function ownFigures(seconds: number): Promise<string> {
  const health = {
    requests: seconds,
    answers: seconds,
    timeouts: seconds,
    badFrames: seconds,
    refused: 0,
    reconnects: 0,
    rejectedValues: seconds,
  };
  const { text } = await metricsText(
    {
      sites: [
        {
          site: 'home',
          devices: [
            { id: 'roof', state: 'online', health },
            { id: 'pack', state: 'offline', health },
          ],
          batches: 1,
          values: 1,
          rejected: new Map(),
          writer: { waiting: 0, lost: 0, commits: 1, commitMs: 1, failures: 0 },
          consumers: [],
          outputs: [
            { id: 'o1', kind: 'mqtt', state: 'failing', sent: 1, waiting: 3, bytes: 9, dropped: 0, refused: 0 },
          ],
        },
      ],
      whole: {
        history: undefined,
        lines: [{ link: 'serial:///dev/ttyUSB0', waiting: 2 }],
        audit: [],
        issues: [{ part: 'disk' }],
      },
    },
    {
      version: 'test',
      connections: 0,
      sockets: new Map(),
      socketsRefused: 0,
      socketsFlooded: 0,
      streams: 0,
      answers: [],
      answersMs: 0,
      failures: new Map(),
    },
  );
  return text;
}

/** A page for Prometheus that counts on. */
async function ownPage(context: TestContext): Promise<number> {
  const startMs = Date.now();
  const server = createServer((_request, reply) => {
    void ownFigures(1 + (Date.now() - startMs) / 1000).then((text) => reply.end(text));
  });
  context.onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface Target {
  readonly expr?: string;
  readonly query?: string;
}

const folder = join(import.meta.dirname, '../../packaging/grafana');

/** Every query of the written files, with where it stands: as Grafana asks it of all homes and devices. */
function queriesOf(source: Source): readonly (readonly [where: string, query: string])[] {
  return boards.flatMap(({ id }) => {
    const text = readFileSync(join(folder, source.id, 'dashboards', `${id}.json`), 'utf8');
    const { panels } = JSON.parse(text) as {
      readonly panels: readonly { readonly title: string; readonly targets: readonly Target[] }[];
    };
    return panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, query }) => [`${id}: ${title}`, expr ?? query ?? ''] as const),
    );
  });
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly uid: string; readonly data: readonly { readonly model: Target }[] }[];
  }[];
}

/** The query of a rule as it is written, with single dollars. */
function ruleQuery(source: Source, id: AlertRule['id'], of?: MetricId): string {
  const text = readFileSync(join(folder, source.id, 'provisioning/alerting/solstead.yaml'), 'utf8');
  const rules = (parse(text) as RuleFile).groups.flatMap((group) => group.rules);
  const { expr, query } =
    rules.find(({ uid }) => uid === ruleUid({ id, ...(of === undefined ? {} : { of }) }))?.data[0]?.model ?? {};
  return (expr ?? query ?? '').replaceAll('$$', '$');
}

const filled = (query: string): string =>
  query
    .replaceAll(/\$(site|device)/g, '.*')
    .replaceAll('$__rate_interval', '10m')
    .replaceAll('$__interval', '1m')
    .replaceAll('$timeFilter', 'time > now() - 1h');

type Found = readonly { readonly labels: Readonly<Record<string, string>>; readonly values: readonly unknown[] }[];

/** Asks a server of Prometheus' kind as Grafana does for a graph. */
async function promAsk(url: string, query: string): Promise<Found> {
  const endS = Date.now() / 1000;
  const form = { query: filled(query), start: String(endS - 3600), end: String(endS), step: '60', nocache: '1' };
  const answer = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: new URLSearchParams(form) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${query}: ${text}`);
  const { data } = JSON.parse(text) as {
    readonly data: {
      readonly result: readonly {
        readonly metric: Readonly<Record<string, string>>;
        readonly values: readonly (readonly [number, string])[];
      }[];
    };
  };
  return data.result.map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([, value]) => Number(value)),
  }));
}

async function influxAsk(url: string, query: string): Promise<Found> {
  const body = new URLSearchParams({ q: filled(query), db: 'home', epoch: 'ms' });
  const answer = await fetch(`${url}/query`, { method: 'POST', body });
  const { error, results = [] } = (await answer.json()) as {
    readonly error?: string;
    readonly results?: readonly {
      readonly error?: string;
      readonly series?: readonly {
        readonly tags?: Readonly<Record<string, string>>;
        readonly values: readonly (readonly unknown[])[];
      }[];
    }[];
  };
  const wrong = error ?? results[0]?.error;
  if (wrong !== undefined) throw new Error(`${query}: ${wrong}`);
  return (results[0]?.series ?? []).map(({ tags = {}, values }) => ({
    labels: tags,
    values: values.map((row) => row.at(-1)),
  }));
}

/** Queries that find nothing. */
async function empty(source: Source, ask: (query: string) => Promise<Found>): Promise<readonly string[]> {
  const queries = queriesOf(source);
  expect(queries.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const [where, query] of queries) {
    const series = await ask(query);
    if (!series.some(({ values }) => values.some((value) => typeof value === 'number' && Number.isFinite(value))))
      found.push(`${where}: ${filled(query)}`);
  }
  return found;
}

/** What a rule says of each device or part, at the end. */
async function lastOf(
  source: Source,
  id: AlertRule['id'],
  { ask, by }: { ask: (query: string) => Promise<Found>; by: string },
): Promise<Readonly<Record<string, unknown>>> {
  const series = await ask(ruleQuery(source, id));
  return Object.fromEntries(series.map(({ labels, values }) => [labels[by] ?? '', values.at(-1)]));
}

/** An output that took the past. */
async function throughOutput(context: TestContext, settings: object, span = hour): Promise<void> {
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof')).set('pack', deviceFacts('pack'));
  await home.desk.add('home', { name: 'Server', settings: settings as never, isOn: true });
  const batches = past(Date.now(), span);
  home.give(...batches);
  const sent = async () => (await home.desk.list('home'))[0]?.state;
  await expect.poll(sent, long).toMatchObject({ waiting: 0, sent: batches.length, refused: 0 });
}

async function expectRules(source: Source, ask: (query: string) => Promise<Found>): Promise<void> {
  expect(await lastOf(source, 'device-offline', { ask, by: 'device' })).toMatchObject({ roof: 0, pack: 1 });
  expect(await lastOf(source, 'data-gap', { ask, by: 'device' })).toEqual({ roof: 0, pack: 1 });
  expect(await lastOf(source, 'system-error', { ask, by: 'part' })).toMatchObject({ disk: 1 });
}

test('Prometheus: every panel has data, and rules see what is silent and wrong', async (context) => {
  const page = await ownPage(context);
  const target = { job_name: 'solstead', static_configs: [{ targets: [`127.0.0.1:${page}`] }] };
  const { url } = await prometheus(context, [target]);
  const ask = (query: string): Promise<Found> => promAsk(url, query);
  await throughOutput(context, { kind: 'prometheus-remote-write', server: `${url}/api/v1/write` });
  await expect.poll(() => ask('count_over_time(solstead_devices[1m]) > 2'), long).not.toEqual([]);
  expect(await empty(seriesSource, ask)).toEqual([]);
  await expectRules(seriesSource, ask);
});

/** Figures of Solstead in VictoriaMetrics, a minute apart. */
async function figuresIn(url: string): Promise<void> {
  for (const minutes of [2, 1, 0]) {
    const atMs = Date.now() - minutes * minuteMs;
    const body = await ownFigures(100 - minutes);
    await fetch(`${url}/api/v1/import/prometheus?timestamp=${atMs}`, { method: 'POST', body });
  }
}

test('VictoriaMetrics: every panel has data of the output, and rules see what is silent and wrong', async (context) => {
  const { url } = await victoriaMetrics(context);
  const ask = async (query: string): Promise<Found> => {
    await fetch(`${url}/internal/force_flush`);
    return promAsk(url, query);
  };
  await throughOutput(context, { kind: 'victoria-metrics', server: url });
  await figuresIn(url);
  await expect.poll(() => ask('solstead_devices'), long).not.toEqual([]);
  await expect.poll(() => empty(seriesSource, ask), long).toEqual([]);
  await expectRules(seriesSource, ask);
});

test('VictoriaMetrics as the history of a home: every panel has data', async (context) => {
  const { url } = await victoriaMetrics(context);
  const ask = async (query: string): Promise<Found> => {
    await fetch(`${url}/internal/force_flush`);
    return promAsk(url, query);
  };
  const store = openVictoriaHistory({ url, clock });
  context.onTestFinished(() => store.close());
  await store.append(past(Date.now(), hour));
  await figuresIn(url);
  await expect.poll(() => empty(historySource, ask), long).toEqual([]);
  await expectRules(historySource, ask);
});

test('InfluxDB 1: every panel has data, and rules see what is silent and what devices tell', async (context) => {
  const { url } = await influxdb(context);
  await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: 'CREATE DATABASE home' }) });
  await throughOutput(
    context,
    { kind: 'influxdb', server: url, version: 1, database: 'home' },
    { minutes: 150, silent: 70 },
  );
  const ask = (query: string): Promise<Found> => influxAsk(url, query);
  expect(await empty(influxSource, ask)).toEqual([]);
  const tags = async (query: string): Promise<readonly unknown[]> => (await ask(query)).flatMap(({ values }) => values);
  expect(await tags(influxSource.sites)).toContain('home');
  expect(new Set(await tags(influxSource.devices))).toEqual(new Set(['roof', 'pack']));
  for (const { id, of, reducer, wrong } of influxSource.rules) {
    const series = await ask(ruleQuery(influxSource, id, of));
    // One series for a device: rules take no second one with the same labels.
    const devices = series.map(({ labels }) => labels['device'] ?? '').toSorted();
    expect([of, devices]).toEqual([of, [...new Set(devices)]]);
    const isWrong = (values: readonly unknown[]): boolean => {
      const reduced = reducer === 'last' ? Number(values.at(-1)) : Math.max(...values.map(Number));
      return wrong === 'above' ? reduced > 0 : reduced === 0;
    };
    const found = series.flatMap(({ labels, values }) => (isWrong(values) ? [labels['device']] : []));
    expect([of, id, found]).toEqual([
      of,
      id,
      id === 'system-error' ? (of === 'battery.alarm' ? ['roof'] : []) : ['pack'],
    ]);
  }
});

test('panels name metrics of the catalogue, and each dashboard has a name of its own', () => {
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.map((id) => metricKey(id).key)).not.toContain(undefined);
  const uids = [seriesSource, historySource, influxSource].flatMap(({ id }) =>
    boards.map(
      (board) =>
        (JSON.parse(readFileSync(join(folder, id, 'dashboards', `${board.id}.json`), 'utf8')) as { uid: string }).uid,
    ),
  );
  expect(new Set(uids).size).toBe(uids.length);
  // Longer ones are refused.
  const ofRules = sources.flatMap(({ rules }) => rules.map(ruleUid));
  expect([...uids, ...ofRules].filter((uid) => uid.length > 40)).toEqual([]);
});
