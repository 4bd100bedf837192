// The figures of this process in Prometheus' text format, with prom-client. Names, units and types follow Prometheus' rules; no label
// takes values that a client chooses, and a home with very many devices shows the first of them one by one.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Metric, Registry } from 'prom-client';
import type { SpoolState } from '#core/spool.ts';
import type { HubFigures, SiteFigures } from '#hub/figures.ts';
import type { BridgeFigures, BrokerFigures, FarHomeFigures } from '../route-context.ts';

/** Devices that are shown one by one; the others are in the sums of their homes. */
const mostDevices = 1000;
/** The same of lines that carry bytes: the longest queues are shown. */
const mostLines = 500;
const nanosPerSecond = 1e9;

/** What the server knows besides. */
export interface ServerFigures {
  readonly version: string;
  readonly connections: number;
  /** Open sockets by what they carry. */
  readonly sockets: ReadonlyMap<string, number>;
  readonly socketsRefused: number;
  readonly socketsFlooded: number;
  readonly streams: number;
  readonly answers: Iterable<{ readonly method: string; readonly status: number; readonly count: number }>;
  readonly answersMs: number;
  readonly failures: ReadonlyMap<string, number>;
  readonly broker?: BrokerFigures | undefined;
  readonly farHomes?: readonly FarHomeFigures[] | undefined;
}

type Labels = Readonly<Record<string, string | number>>;
type Row = readonly [labels: Labels, value: number];

interface Sheet {
  gauge(name: string, help: string, rows: readonly Row[]): void;
  counter(name: string, help: string, rows: readonly Row[]): void;
}

function sheetOn(registry: Registry): Sheet {
  const fill = (
    metric: Metric & { labels?: unknown },
    add: (labels: Labels, value: number) => void,
    rows: readonly Row[],
  ) => {
    registry.registerMetric(metric);
    for (const [labels, value] of rows) if (Number.isFinite(value)) add(labels, value);
  };
  const optionsOf = (name: string, help: string, rows: readonly Row[]) => ({
    name: `solstead_${name}`,
    help,
    labelNames: Object.keys(rows[0]?.[0] ?? {}),
    registers: [],
  });
  return {
    gauge(name, help, rows) {
      const gauge = new Gauge(optionsOf(name, help, rows));
      fill(gauge, (labels, value) => gauge.set(labels, value), rows);
    },
    counter(name, help, rows) {
      const counter = new Counter(optionsOf(`${name}_total`, help, rows));
      fill(counter, (labels, value) => counter.inc(labels, value), rows);
    },
  };
}

const states = ['starting', 'online', 'stale', 'offline', 'misconfigured'] as const;

function devicesOf(sheet: Sheet, sites: readonly SiteFigures[]): void {
  sheet.gauge(
    'devices',
    'Devices by their state',
    sites.flatMap(({ site, devices }) =>
      states.map((state): Row => [{ site, state }, devices.filter((device) => device.state === state).length]),
    ),
  );
  const shown = sites.flatMap(({ site, devices }) => devices.map((device) => ({ site, device }))).slice(0, mostDevices);
  sheet.gauge(
    'device_online',
    'Whether a device is online',
    shown.map(({ site, device: { id, state } }): Row => [{ site, device: id }, state === 'online' ? 1 : 0]),
  );
  const counted = [
    ['requests', 'requests', 'Requests to a device'],
    ['answers', 'answers', 'Answers of a device'],
    ['timeouts', 'timeouts', 'Requests that a device did not answer in time'],
    ['badFrames', 'bad_frames', 'Frames of a device that were not right'],
    ['refused', 'refusals', 'Requests that a device refused'],
    ['reconnects', 'reconnects', 'Times the link of a device was opened again'],
    ['rejectedValues', 'rejected_values', 'Values of a device that were not taken'],
  ] as const;
  for (const [key, name, help] of counted)
    sheet.counter(
      `device_${name}`,
      help,
      shown.map(({ site, device: { id, health } }): Row => [{ site, device: id }, health[key]]),
    );
}

function sitesOf(sheet: Sheet, sites: readonly SiteFigures[]): void {
  const each = (value: (figures: SiteFigures) => number): readonly Row[] =>
    sites.map((figures): Row => [{ site: figures.site }, value(figures)]);
  sheet.counter(
    'ingest_batches',
    'Batches of readings that were taken',
    each(({ batches }) => batches),
  );
  sheet.counter(
    'ingest_values',
    'Values that were taken',
    each(({ values }) => values),
  );
  sheet.counter(
    'rejected_values',
    'Values that were not taken, by why',
    sites.flatMap(({ site, rejected }) => [...rejected].map(([reason, count]): Row => [{ site, reason }, count])),
  );
  sheet.gauge(
    'history_waiting_values',
    'Values that wait to be written',
    each(({ writer }) => writer.waiting),
  );
  sheet.counter(
    'history_lost_values',
    'Values that could not be written for too long',
    each(({ writer }) => writer.lost),
  );
  sheet.counter(
    'history_commits',
    'Writes that are durable',
    each(({ writer }) => writer.commits),
  );
  sheet.counter(
    'history_commit_seconds',
    'Time until writes were durable',
    each(({ writer }) => writer.commitMs / 1000),
  );
  sheet.counter(
    'history_commit_failures',
    'Writes that failed',
    each(({ writer }) => writer.failures),
  );
  consumersOf(sheet, sites);
  outputsOf(sheet, sites);
}

function consumersOf(sheet: Sheet, sites: readonly SiteFigures[]): void {
  const consumed = (value: (health: SiteFigures['consumers'][number]) => number): readonly Row[] =>
    sites.flatMap(({ site, consumers }) => consumers.map((one): Row => [{ site, consumer: one.name }, value(one)]));
  sheet.counter(
    'consumer_batches',
    'Batches that a consumer took',
    consumed(({ taken }) => taken),
  );
  sheet.counter(
    'consumer_failures',
    'Batches at which a consumer failed',
    consumed(({ failed }) => failed),
  );
  sheet.counter(
    'consumer_missed_batches',
    'Batches that a consumer was left out of',
    consumed(({ missed }) => missed),
  );
  const spools = (value: (spool: SpoolState) => number): readonly Row[] =>
    sites.flatMap(({ site, consumers }) =>
      consumers.flatMap(({ name, spool }) => (spool === undefined ? [] : [[{ site, consumer: name }, value(spool)]])),
    );
  sheet.gauge(
    'spool_batches',
    'Batches that wait in the spool of a consumer',
    spools(({ batches }) => batches),
  );
  sheet.gauge(
    'spool_bytes',
    'Size of the spool of a consumer',
    spools(({ bytes }) => bytes),
  );
  sheet.counter(
    'spool_dropped_batches',
    'Batches that a spool could not keep',
    spools(({ dropped }) => dropped),
  );
}

/** Outputs by their id, as people name them as they like. */
function outputsOf(sheet: Sheet, sites: readonly SiteFigures[]): void {
  const each = (value: (output: SiteFigures['outputs'][number]) => number): readonly Row[] =>
    sites.flatMap(({ site, outputs }) =>
      outputs.map((one): Row => [{ site, output: one.id, kind: one.kind }, value(one)]),
    );
  sheet.gauge(
    'output_working',
    'Whether an output reaches its server',
    each(({ state }) => (state === 'working' ? 1 : 0)),
  );
  sheet.counter(
    'output_batches',
    'Batches of readings that the server of an output took',
    each(({ sent }) => sent),
  );
  sheet.gauge(
    'output_waiting_batches',
    'Batches that wait for the server of an output',
    each(({ waiting }) => waiting),
  );
  sheet.gauge(
    'output_waiting_bytes',
    'Size on the disk of the batches that wait',
    each(({ bytes }) => bytes),
  );
  sheet.counter(
    'output_dropped_batches',
    'Batches lost as too many waited for the server of an output',
    each(({ dropped }) => dropped),
  );
  sheet.counter(
    'output_refused_values',
    'Values that the server of an output will never take',
    each(({ refused }) => refused),
  );
}

function wholeOf(sheet: Sheet, { whole }: HubFigures, server: ServerFigures): void {
  if (whole === undefined) return;
  const { history, audit, issues, lines } = whole;
  const longest = lines.toSorted((left, right) => right.waiting - left.waiting).slice(0, mostLines);
  sheet.gauge(
    'link_queue',
    'Exchanges that wait for a line or use it, by line',
    longest.map(({ link, waiting }): Row => [{ link }, waiting]),
  );
  if (history !== undefined) {
    sheet.gauge('history_points', 'Points that are kept', [[{}, history.points]]);
    sheet.gauge('history_series', 'Series that are kept', [[{}, history.series]]);
    sheet.gauge('history_bytes', 'Size of the history', [[{}, history.bytes]]);
  }
  sheet.counter(
    'audit_lines',
    'Lines of the audit log, by chain',
    audit.map(({ chain, last }): Row => [{ chain }, last]),
  );
  const parts = new Map<string, number>();
  for (const { part } of issues) parts.set(part, (parts.get(part) ?? 0) + 1);
  sheet.gauge(
    'health_issues',
    'What is not well, by part',
    [...parts].map(([part, count]): Row => [{ part }, count]),
  );
  sheet.gauge('connections', 'Connections of the web server', [[{}, server.connections]]);
  sheet.gauge(
    'sockets',
    'Open WebSockets',
    [...server.sockets].map(([kind, count]): Row => [{ kind }, count]),
  );
  sheet.gauge('event_streams', 'Open streams of events', [[{}, server.streams]]);
  sheet.counter('sockets_refused', 'WebSockets that were refused', [[{}, server.socketsRefused]]);
  sheet.counter('sockets_flooded', 'WebSockets whose clients said too much', [[{}, server.socketsFlooded]]);
  sheet.counter(
    'http_requests',
    'Requests that were answered',
    [...server.answers].map(({ method, status, count }): Row => [{ method, status }, count]),
  );
  sheet.counter('http_request_seconds', 'Time that answers took together', [[{}, server.answersMs / 1000]]);
  sheet.counter(
    'http_failures',
    'Requests that failed, by the code of docs/errors.md; refused sign-ins are access.credentials and access.throttled',
    [...server.failures].map(([code, count]): Row => [{ code }, count]),
  );
  if (server.broker !== undefined) brokerOf(sheet, server.broker);
  if (server.farHomes !== undefined && server.farHomes.length > 0) farHomesOf(sheet, server.farHomes);
}

/** Rates are what Prometheus makes of these counters: `rate(solstead_mqtt_messages_total[1m])`. */
function bridgeOf(sheet: Sheet, { isConnected, waiting, waitingBytes, dropped, ...copied }: BridgeFigures): void {
  sheet.gauge('bridge_connected', 'Whether the bridge reaches the second MQTT broker', [[{}, isConnected ? 1 : 0]]);
  sheet.gauge('bridge_waiting_messages', 'Messages that wait for the second broker', [[{}, waiting]]);
  sheet.gauge('bridge_waiting_bytes', 'Size on the disk of the messages that wait', [[{}, waitingBytes]]);
  sheet.counter('bridge_messages', 'Messages that were copied', [
    [{ direction: 'out' }, copied.out],
    [{ direction: 'in' }, copied.in],
  ]);
  sheet.counter('bridge_dropped_messages', 'Messages lost to a bound, a loop or a connection that was away', [
    [{}, dropped],
  ]);
}

/** Homes that send here, by account: an alert on one that is away for long is `solstead_far_home_connected == 0` for some time. */
function farHomesOf(sheet: Sheet, homes: readonly FarHomeFigures[]): void {
  const each = (value: (home: FarHomeFigures) => number | undefined): readonly Row[] =>
    homes.flatMap((home): Row[] => {
      const found = value(home);
      return found === undefined ? [] : [[{ account: home.id, home: home.name, site: home.site }, found]];
    });
  const seconds = (atMs: number | undefined): number | undefined => (atMs === undefined ? undefined : atMs / 1000);
  sheet.gauge(
    'far_home_connected',
    'Whether a home that sends its readings here is connected',
    each(({ connectedMs }) => (connectedMs === undefined ? 0 : 1)),
  );
  sheet.gauge(
    'far_home_heard_timestamp_seconds',
    'When something came from it last',
    each(({ heardMs }) => seconds(heardMs)),
  );
  sheet.gauge(
    'far_home_devices',
    'Its devices here',
    each(({ devices }) => devices),
  );
  sheet.counter(
    'far_home_batches',
    'Batches of it that were taken',
    each(({ taken }) => taken),
  );
  sheet.counter(
    'far_home_repeated_batches',
    'Batches of it that came again',
    each(({ repeated }) => repeated),
  );
  sheet.counter(
    'far_home_refused_values',
    'Values of it that were not taken',
    each(({ refused }) => refused),
  );
}

function brokerOf(sheet: Sheet, { clients, received, sent, refused, waiting, kept, bridge }: BrokerFigures): void {
  if (bridge !== undefined) bridgeOf(sheet, bridge);
  if (clients !== undefined) sheet.gauge('broker_clients', 'Clients of the built-in MQTT broker', [[{}, clients]]);
  sheet.counter('mqtt_messages', 'Messages over MQTT: from devices, and to them', [
    [{ direction: 'in' }, received],
    [{ direction: 'out' }, sent],
  ]);
  sheet.counter(
    'mqtt_refused',
    'What was not let through over MQTT, by what it was; slow: the reader did not keep up; fast: it had to wait',
    Object.entries(refused).map(([what, count]): Row => [{ what }, count]),
  );
  sheet.gauge('mqtt_waiting_messages', 'Messages that no broker has acknowledged yet', [[{}, waiting]]);
  if (kept === undefined) return;
  sheet.gauge('broker_sessions', 'Sessions that the built-in MQTT broker keeps', [[{}, kept.sessions]]);
  sheet.gauge('broker_queued_messages', 'Messages that wait for clients of these sessions', [[{}, kept.waiting]]);
  sheet.gauge('broker_queued_bytes', 'Size of the messages that wait', [[{}, kept.waitingBytes]]);
  sheet.gauge('broker_retained_messages', 'Messages that are kept for later subscribers', [[{}, kept.retained]]);
  sheet.counter('broker_dropped_messages', 'Messages for clients that found no room to wait', [[{}, kept.dropped]]);
}

let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** Of the process itself; how late timers were is since the last time it was asked. */
function processOf(sheet: Sheet, version: string): void {
  const usage = process.cpuUsage();
  const memory = process.memoryUsage();
  sheet.gauge('build_info', 'The version that runs', [[{ version }, 1]]);
  sheet.counter('process_cpu_seconds', 'Time of the processor', [[{}, (usage.user + usage.system) / 1e6]]);
  sheet.gauge('process_resident_memory_bytes', 'Memory that is resident', [[{}, memory.rss]]);
  sheet.gauge('process_heap_bytes', 'Heap that is used', [[{}, memory.heapUsed]]);
  sheet.gauge('process_uptime_seconds', 'Time since the start', [[{}, process.uptime()]]);
  if (delay === undefined) {
    delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
  }
  const late = delay;
  sheet.gauge('event_loop_lag_seconds', 'How late the event loop was since the last time this was read', [
    [{ of: 'median' }, late.percentile(50) / nanosPerSecond],
    [{ of: 'p99' }, late.percentile(99) / nanosPerSecond],
    [{ of: 'max' }, late.max / nanosPerSecond],
  ]);
  late.reset();
}

/** The text, and its media type. */
export async function metricsText(
  hub: HubFigures,
  server: ServerFigures,
): Promise<{ readonly text: string; readonly type: string }> {
  const registry = new Registry();
  const sheet = sheetOn(registry);
  devicesOf(sheet, hub.sites);
  sitesOf(sheet, hub.sites);
  wholeOf(sheet, hub, server);
  if (hub.whole !== undefined) processOf(sheet, server.version);
  return { text: await registry.metrics(), type: registry.contentType };
}
