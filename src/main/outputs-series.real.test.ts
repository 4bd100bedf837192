// Outputs to real time-series servers: what they hold afterwards is what was given, whatever happened to them meanwhile.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, test, type TestContext, vi } from 'vitest';
import type { OutputChange, OutputView } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { prometheus } from '#tools/testkit/prometheus.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { batchOf, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 240_000 });

type Desk = { readonly desk: { list(site: string): Promise<readonly OutputView[]> } };

const long = { timeout: 60_000, interval: 100 };
const state = async ({ desk }: Desk, index = 0) => (await desk.list('home'))[index]?.state;
const settled = (home: Desk, index = 0) => expect.poll(async () => (await state(home, index))?.waiting, long).toBe(0);

/** An output of a kind. */
const output = (settings: object, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Server',
  settings: settings as OutputChange['settings'],
  isOn: true,
  ...rest,
});

/** Batches of two devices with numbers and a text, a second apart. */
function batches(count: number, fromMs: number): readonly Batch[] {
  return Array.from({ length: count }, (_none, index) =>
    index % 2 === 0
      ? batchOf('roof', fromMs + index * 1000, {
          'pv.power': index / 4,
          'pv.energy': 1000 + index,
          'inverter.mode': index % 20 < 10 ? 'Line' : 'Batt, "low"',
        })
      : batchOf('pack', fromMs + index * 1000, { 'battery.soc': index % 100, 'battery.cell.voltage.7': 3.3 }),
  );
}

/** Values of a metric as time and value. */
const given = (all: readonly Batch[], metric: string): readonly (readonly [number, unknown])[] =>
  all.flatMap((batch) => {
    const value = batch.value[batch.metric.findIndex((id) => id === metric)];
    return value === undefined ? [] : [[batch.atMs, value] as const];
  });

async function influxQuery(url: string, q: string, method = 'POST') {
  const body = new URLSearchParams({ q, db: 'home', epoch: 'ms' });
  const headers = { authorization: `Basic ${Buffer.from('anna:secret').toString('base64')}` };
  const answer = (await (await fetch(`${url}/query`, { method, body, headers })).json()) as {
    readonly results: readonly [
      { readonly series?: readonly [{ readonly values: readonly (readonly [number, unknown])[] }] },
    ];
  };
  return answer.results[0]?.series?.[0].values ?? [];
}

test('InfluxDB 1: no account, no database, away and killed are waited for; then it has each value once', async (context) => {
  const server = await influxdb(context, { account: { username: 'anna', password: 'secret' } });
  const home = await openOutputHouse(context);
  const settings = {
    kind: 'influxdb',
    server: server.url,
    version: 1,
    database: 'home',
    user: 'anna',
    labels: 'owner=me',
  };
  const { id } = await home.desk.add('home', output(settings, { secret: 'wrong' }));
  const startMs = Date.UTC(2026, 5, 1);
  const all = batches(600, startMs);
  home.give(...all.slice(0, 10));
  await expect.poll(async () => (await state(home))?.trouble, long).toBeDefined();
  expect(JSON.stringify(await home.desk.list('home'))).toContain('401');
  expect(JSON.stringify(await home.desk.list('home'))).not.toContain('wrong');
  await home.desk.change('home', id, output(settings, { secret: 'secret' }));
  await expect.poll(async () => JSON.stringify((await state(home))?.trouble), long).toContain('404');
  expect(await state(home)).toMatchObject({ state: 'failing', refused: 0, waiting: 10 });
  await influxQuery(server.url, 'CREATE DATABASE home');
  await settled(home);
  home.give(...all.slice(10, 300));
  await server.stop();
  home.give(...all.slice(300));
  await expect.poll(async () => (await state(home))?.state, long).toBe('failing');
  await server.start();
  await settled(home);
  // What comes again, as after a kill of this side, is there once.
  home.give(...all.slice(0, 50));
  await settled(home);
  for (const metric of ['pv.power', 'battery.soc', 'battery.cell.voltage.7'])
    expect(await influxQuery(server.url, `SELECT value FROM "${metric}" WHERE owner = 'me'`)).toEqual(
      given(all, metric),
    );
  expect(await influxQuery(server.url, `SELECT text FROM "inverter.mode"`)).toEqual(given(all, 'inverter.mode'));
  expect(await state(home)).toMatchObject({ refused: 0, dropped: 0, sent: 650 });
});

test('InfluxDB 1: a field of another type is left out and told; all else arrives, and nothing of it twice', async (context) => {
  const server = await influxdb(context);
  await influxQuery(server.url, 'CREATE DATABASE home');
  await fetch(`${server.url}/write?db=home`, {
    method: 'POST',
    body: `battery.soc value="full" ${Date.UTC(2026, 5, 1)}000000`,
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', output({ kind: 'influxdb', server: server.url, version: 1, database: 'home' }));
  const all = batches(500, Date.UTC(2026, 5, 1));
  home.give(...all);
  await settled(home);
  expect(await state(home)).toMatchObject({
    state: 'working',
    refused: given(all, 'battery.soc').length,
    refusal: {
      reason: { code: 'output.refused-value', params: { device: { external: 'pack' }, metric: 'battery.soc' } },
    },
  });
  expect(home.desk.issues()).toMatchObject([{ code: 'output.unfit', params: { count: 250 } }]);
  for (const metric of ['pv.power', 'pv.energy', 'battery.cell.voltage.7'])
    expect(await influxQuery(server.url, `SELECT value FROM "${metric}"`)).toEqual(given(all, metric));
});

interface Exported {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  readonly timestamps: readonly number[];
}

test('VictoriaMetrics: series in base units with labels; away for a while, it has each value', async (context) => {
  const server = await victoriaMetrics(context);
  const home = await openOutputHouse(context);
  await home.desk.add(
    'home',
    output({ kind: 'victoria-metrics', server: server.url, labels: 'owner=me', auth: 'none' }),
  );
  const all = batches(500, Date.UTC(2026, 5, 1));
  home.give(...all.slice(0, 200));
  await settled(home);
  await server.stop();
  home.give(...all.slice(200));
  await expect.poll(async () => (await state(home))?.state, long).toBe('failing');
  await server.start();
  await settled(home);
  const exported = async (name: string): Promise<readonly Exported[]> => {
    await fetch(`${server.url}/internal/force_flush`);
    const query = new URLSearchParams({ 'match[]': name, start: '2026-01-01T00:00:00Z' });
    const text = await (await fetch(`${server.url}/api/v1/export?${query.toString()}`)).text();
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Exported]));
  };
  const points = async (name: string) =>
    (await exported(name)).flatMap(({ timestamps, values }) => timestamps.map((at, index) => [at, values[index]]));
  await expect.poll(() => points('solstead_pv_power_watts'), long).toHaveLength(250);
  expect(await points('solstead_pv_power_watts')).toEqual(given(all, 'pv.power'));
  expect(await points('solstead_battery_soc_ratio')).toEqual(
    given(all, 'battery.soc').map(([at, value]) => [at, Number(value) / 100]),
  );
  expect(await points('solstead_pv_energy_joules_total')).toEqual(
    given(all, 'pv.energy').map(([at, value]) => [at, Number(value) * 3600]),
  );
  expect((await exported('solstead_battery_cell_voltage_by_index_volts'))[0]?.metric).toEqual({
    __name__: 'solstead_battery_cell_voltage_by_index_volts',
    site: 'home',
    device: 'pack',
    index: '7',
    owner: 'me',
  });
  // A text that is over is 0 from then on.
  const texts = await points('solstead_inverter_mode_info{text="Line"}');
  const expected = given(all, 'inverter.mode').flatMap(([at, text], index, rows) =>
    text === 'Line' ? [[at, 1]] : rows[index - 1]?.[1] === 'Line' ? [[at, 0]] : [],
  );
  expect(texts).toEqual(expected);
});

test('Prometheus takes remote writes, killed in between; what is too late for it is refused and told, once', async (context) => {
  const server = await prometheus(context);
  const home = await openOutputHouse(context);
  const settings = { kind: 'prometheus-remote-write', server: `${server.url}/api/v1/write`, auth: 'none' };
  await home.desk.add('home', output(settings));
  const startMs = Math.floor(Date.now() / 1000) * 1000 - 1_000_000;
  const all = batches(600, startMs);
  home.give(...all.slice(0, 300));
  await settled(home);
  await server.kill();
  home.give(...all.slice(300));
  await expect.poll(async () => (await state(home))?.state, long).toBe('failing');
  await server.start();
  await settled(home);
  const values = async (selector: string) =>
    [...(await server.points(selector, Date.now())).values()]
      .flat()
      .map(([at, value]) => [Math.round(at * 1000), Number(value)]);
  expect(await values('solstead_pv_power_watts')).toEqual(given(all, 'pv.power'));
  expect(await values('solstead_battery_cell_voltage_by_index_volts{index="7"}')).toHaveLength(300);
  expect(await state(home)).toMatchObject({ refused: 0 });
  // Older than what the series has.
  home.give(
    batchOf('roof', startMs - 500_000, { 'pv.power': 1 }),
    batchOf('roof', startMs + 700_000, { 'pv.power': 2 }),
  );
  await settled(home);
  expect(await state(home)).toMatchObject({ refused: 1, refusal: { reason: { params: { metric: 'pv.power' } } } });
  expect((await values('solstead_pv_power_watts')).at(-1)).toEqual([startMs + 700_000, 2]);
});

interface Heard {
  readonly url: string;
  readonly account: string | undefined;
  readonly lines: readonly string[];
}

/** No InfluxDB: a stub that answers as the documentation of versions 2 and 3 says. */
async function stub(context: TestContext, answer: (heard: Heard, response: ServerResponse) => void) {
  const heard: Heard[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url = '', headers } = request;
      const text = gunzipSync(Buffer.concat(parts)).toString();
      const one = { url, account: headers.authorization, lines: text === '' ? [] : text.split('\n') };
      heard.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('versions 2 and 3 are asked as documented; one that knows only version 2 is asked in that way', async (context) => {
  const { heard, url } = await stub(context, ({ url: path, account }, response) => {
    if (path.startsWith('/api/v2/write?org=me&bucket=b&precision=ms') && account === 'Token t')
      response.writeHead(204).end();
    else if (path.startsWith('/api/v3/write_lp?db=d&precision=millisecond') && account === 'Bearer t')
      response.writeHead(204).end();
    else response.writeHead(401).end();
  });
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 42, atMs: 7 });
  const two = { kind: 'influxdb', server: url, version: 2, org: 'me', bucket: 'b' };
  const three = { kind: 'influxdb', server: url, version: 3, database: 'd' };
  const line = 'pv.power,site=home,device=roof,quality=good value=42 7';
  for (const settings of [two, three])
    expect(await home.desk.test('home', { settings, secret: 't' })).toMatchObject({
      count: 1,
      samples: [{ to: 'roof pv.power', content: line }],
    });
  expect(heard.map(({ lines }) => lines)).toEqual([[line], [line]]);
  await expect(home.desk.test('home', { settings: three, secret: 'x' })).rejects.toMatchObject({
    code: 'output.failed',
    reason: { code: 'output.status-only', params: { status: 401 } },
  });
  const server = await victoriaMetrics(context);
  await home.desk.add('home', output({ ...three, server: server.url }));
  home.give(batchOf('roof', Date.UTC(2026, 5, 1), { 'pv.power': 5 }));
  await settled(home);
  await expect
    .poll(async () => {
      await fetch(`${server.url}/internal/force_flush`);
      const query = new URLSearchParams({ 'match[]': '{__name__="pv.power_value"}', start: '2026-01-01T00:00:00Z' });
      return (await fetch(`${server.url}/api/v1/export?${query.toString()}`)).text();
    }, long)
    .toContain('"values":[5]');
});

test('a server that refuses everything without a word about values loses nothing; a pause it asks for is kept', async (context) => {
  let answers: readonly number[] = [400, 429, 500, 302, 204];
  const { heard, url } = await stub(context, (_heard, response) => {
    const [status = 204] = answers;
    // The first is for good, until the test says otherwise.
    if (status !== 400) answers = answers.slice(1);
    response.writeHead(status, { 'retry-after': '1', location: '/elsewhere' }).end(status === 400 ? 'no' : '');
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', output({ kind: 'influxdb', server: url, version: 2, org: 'me', bucket: 'b' }));
  const all = batches(30, 0);
  home.give(...all);
  await expect.poll(async () => (await state(home))?.trouble, long).toBeDefined();
  expect(await state(home)).toMatchObject({ state: 'failing', refused: 0, waiting: 30 });
  answers = answers.slice(1);
  await settled(home);
  expect(await state(home)).toMatchObject({ state: 'working', refused: 0, sent: 30 });
  expect(heard.every(({ url: path }) => path.startsWith('/api/v2/write'))).toBe(true);
  expect(new Set(heard.at(-1)?.lines)).toHaveLength(75);
});
