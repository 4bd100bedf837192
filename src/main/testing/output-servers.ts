// For tests only: real servers of every kind of output, and what of one device they have.
import { connect } from 'mqtt';
import pg from 'pg';
import type { TestContext } from 'vitest';
import type { OutputSettings } from '#core/output.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { mariaDb } from '#tools/testkit/mariadb.ts';
import { mongoPeer } from '#tools/testkit/mongo-peer.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { natsServer } from '#tools/testkit/nats-server.ts';
import { needs } from '#tools/testkit/needs.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import { prometheus } from '#tools/testkit/prometheus.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { webService } from './web-stub.ts';

/** A server that an output may be for. */
export interface OutputServer {
  readonly port: number;
  /** Settings of an output that reaches it at another port. */
  settings(port: number): OutputSettings;
  /** Values of `pv.power` of a device, in the order of their times or of their coming; with what came twice. */
  powersOf(device: string): Promise<readonly number[]>;
}

/** What is known of a kind whatever its server does. */
export interface ServedKind {
  /** Of a server that was away it gets all that waited, or the newest. */
  readonly keeps: 'all' | 'newest';
  /** What was sent twice, after an answer was lost, is there once. */
  readonly isOnce: boolean;
  /** It says of what it has already that it does not take it, which counts as refused. */
  readonly refusesAgain?: true;
  /** Its password or key; absent: none. */
  readonly secret?: string;
  start(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer>;
}

const portOf = (url: string): number => Number(new URL(url).port);
const at = (port: number): string => `http://127.0.0.1:${port}`;
const jsonOf = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();

async function influx(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const { url } = await influxdb(context);
  const query = (q: string): Promise<unknown> =>
    jsonOf(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q, db: 'home', epoch: 'ms' }) });
  await query('CREATE DATABASE home');
  return {
    port: portOf(url),
    settings: (port) => ({ kind: 'influxdb', server: at(port), version: 1, database: 'home' }) as OutputSettings,
    async powersOf(device) {
      const answer = (await query(`SELECT value FROM "pv.power" WHERE device = '${device}'`)) as {
        readonly results: readonly [{ readonly series?: readonly [{ readonly values: readonly [number, number][] }] }];
      };
      return (answer.results[0].series?.[0].values ?? []).map(([, value]) => value);
    },
  };
}

async function victoria(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const { url } = await victoriaMetrics(context);
  return {
    port: portOf(url),
    settings: (port) => ({ kind: 'victoria-metrics', server: at(port) }) as OutputSettings,
    async powersOf(device) {
      await fetch(`${url}/internal/force_flush`);
      const match = `solstead_pv_power_watts{device="${device}"}`;
      const text = await (
        await fetch(`${url}/api/v1/export?${new URLSearchParams({ 'match[]': match }).toString()}`)
      ).text();
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.flatMap((line) => (JSON.parse(line) as { readonly values: readonly number[] }).values);
    },
  };
}

async function remoteWrite(context: TestContext): Promise<OutputServer> {
  const server = await prometheus(context);
  return {
    port: portOf(server.url),
    settings: (port) => ({ kind: 'prometheus-remote-write', server: `${at(port)}/api/v1/write` }) as OutputSettings,
    async powersOf(device) {
      const found = await server.points(`solstead_pv_power_watts{device="${device}"}`, Date.now() + 60_000);
      return [...found.values()].flatMap((values) => values.map(([, value]) => Number(value)));
    },
  };
}

async function pushGateway(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const port = await freePort();
  const program = needs(context, 'prometheus-pushgateway');
  const gateway = await spawned(context, [program, `--web.listen-address=127.0.0.1:${port}`, '--persistence.file=']);
  await gateway.waitForPort(port);
  return {
    port,
    settings: (there) => ({ kind: 'prometheus-push-gateway', server: at(there) }) as OutputSettings,
    async powersOf(device) {
      const lines = (await (await fetch(`${at(port)}/metrics`)).text()).split('\n');
      const own = lines.filter((line) => line.startsWith('solstead_pv_power_watts{') && line.includes(`"${device}"`));
      return own.map((line) => Number(line.split(' ').at(-1)));
    },
  };
}

async function postgreSql(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const server = await postgres(needsPostgres(context), context);
  const url = new URL(server.url);
  return {
    port: Number(url.port),
    settings(port) {
      const there = new URL(url);
      there.port = String(port);
      return { kind: 'postgres', server: there.href } as OutputSettings;
    },
    async powersOf(device) {
      const client = new pg.Client({ connectionString: server.url });
      client.on('error', () => undefined);
      await client.connect();
      try {
        const { rows: made } = await client.query("SELECT 1 WHERE to_regclass('solstead.readings') IS NOT NULL");
        if (made.length === 0) return [];
        const found = await client.query<{ readonly value: number }>(
          "SELECT value FROM solstead.readings WHERE device = $1 AND metric = 'pv.power' ORDER BY time",
          [device],
        );
        return found.rows.map(({ value }) => value);
      } finally {
        await client.end();
      }
    },
  };
}

async function maria(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const server = await mariaDb(context);
  return {
    port: server.port,
    settings: (port) => ({ kind: 'mysql', server: `mysql://anna@127.0.0.1:${port}/home` }) as OutputSettings,
    async powersOf(device) {
      const tables = await server.rows('SHOW TABLES FROM home');
      if (tables.length === 0) return [];
      const own = `device = '${device}' AND metric = 'pv.power'`;
      const rows = await server.rows(`SELECT value FROM home.solstead_readings WHERE ${own} ORDER BY time`);
      return rows.map(({ value }) => Number(value));
    },
  };
}

async function mongo(context: Owner): Promise<OutputServer> {
  const peer = await mongoPeer(context);
  return {
    port: peer.port,
    settings: (port) => ({ kind: 'mongodb', server: `mongodb://127.0.0.1:${port}/home` }) as OutputSettings,
    powersOf: async (device) =>
      [...(peer.documents.get('home.readings')?.values() ?? [])]
        .filter((document) => document['device'] === device)
        .map((document) => (document['values'] as { readonly pv_power: number }).pv_power),
  };
}

async function broker(context: TestContext): Promise<OutputServer> {
  const { port } = await mosquitto(context);
  const heard = new Map<string, number[]>();
  const client = connect({ host: '127.0.0.1', port, reconnectPeriod: 50 });
  context.onTestFinished(() => void client.end(true));
  client.on('message', (topic, payload) => {
    const [, device = '', ...rest] = topic.split('/');
    if (rest.join('/') !== 'pv/power') return;
    heard.set(device, [...(heard.get(device) ?? []), Number(payload.toString())]);
  });
  await client.subscribeAsync('home/#', { qos: 1 });
  return {
    port,
    settings: (there) =>
      ({ kind: 'mqtt', server: `mqtt://127.0.0.1:${there}`, prefix: 'home', qos: 1, retain: false }) as OutputSettings,
    powersOf: async (device) => heard.get(device) ?? [],
  };
}

const powerIn = (text: string): number =>
  (JSON.parse(text) as { readonly values: Readonly<Record<string, number>> }).values['pv.power'] ?? Number.NaN;
const natsAt = (port: number) => ({ kind: 'nats', server: `nats://127.0.0.1:${port}` }) as OutputSettings;

async function natsStream(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.>']);
  return {
    port: server.port,
    settings: natsAt,
    powersOf: async (device) => (await server.kept('HOME', `solstead.home.${device}`)).map(({ text }) => powerIn(text)),
  };
}

async function natsAlone(context: Pick<TestContext, 'skip'> & Owner): Promise<OutputServer> {
  const server = await natsServer(context, { hasNoStreams: true });
  const heard = await server.hear('solstead.>');
  return {
    port: server.port,
    settings: natsAt,
    powersOf: async (device) =>
      heard.filter(({ subject }) => subject === `solstead.home.${device}`).map(({ text }) => powerIn(text)),
  };
}

async function service(context: Owner): Promise<OutputServer> {
  const { port, asked } = await webService(context, () => ({ status: 204 }));
  type Sent = { readonly device: string; readonly values: Readonly<Record<string, number>> };
  return {
    port,
    settings: (there) => ({ kind: 'webhook', server: at(there) }) as OutputSettings,
    powersOf: async (device) =>
      asked
        .flatMap(({ body }) => JSON.parse(body) as readonly Sent[])
        .filter((sent) => sent.device === device)
        .map(({ values }) => values['pv.power'] ?? Number.NaN),
  };
}

async function emonCms(context: Owner): Promise<OutputServer> {
  const { port, asked } = await webService(context, () => ({ status: 200, text: 'ok' }));
  return {
    port,
    settings: (there) => ({ kind: 'emoncms', server: at(there) }) as OutputSettings,
    async powersOf(device) {
      const bulks = asked.map(({ body }) => new URLSearchParams(body).get('data') ?? '[]');
      const rows = bulks.flatMap((bulk) => JSON.parse(bulk) as readonly (readonly [number, string, ...object[]])[]);
      return rows
        .filter(([, node]) => node === device)
        .flatMap(([, , ...inputs]) => inputs.map((input) => Number(Object.values(input)[0])));
    },
  };
}

/** Every kind that a connection is made for. */
export const servedKinds: Readonly<Record<string, ServedKind>> = {
  influxdb: { keeps: 'all', isOnce: true, start: influx },
  'victoria-metrics': { keeps: 'all', isOnce: false, start: victoria },
  'prometheus-remote-write': {
    keeps: 'all',
    isOnce: true,
    refusesAgain: true,
    start: (context) => remoteWrite(context as TestContext),
  },
  'prometheus-push-gateway': { keeps: 'newest', isOnce: true, start: pushGateway },
  postgres: { keeps: 'all', isOnce: true, start: postgreSql },
  mysql: { keeps: 'all', isOnce: true, secret: 'right', start: maria },
  mongodb: { keeps: 'all', isOnce: true, start: mongo },
  mqtt: { keeps: 'all', isOnce: false, start: (context) => broker(context as TestContext) },
  nats: { keeps: 'all', isOnce: true, start: natsStream },
  'nats without a stream': { keeps: 'all', isOnce: false, start: natsAlone },
  webhook: { keeps: 'all', isOnce: false, start: service },
  emoncms: { keeps: 'all', isOnce: false, secret: 'key', start: emonCms },
};
