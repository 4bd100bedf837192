// The app of Home Assistant: its options, all that can be wrong with them, and the Supervisor as its documents say it answers.
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { isRecord } from '#core/entries.ts';
import { makeSecret } from '#core/secrets.ts';
import { systemClock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { tags } from '#words/sources.ts';
import { serveCall } from './arguments.ts';
import { optionSchema, readAddonOptions, standardOptions } from './options.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const app = join(root, 'packaging', 'addon', 'solstead');
const token = 'of-this-app';
const clock = { sleep: async () => undefined };
const offered = {
  result: 'ok',
  data: {
    app: 'core_mosquitto',
    host: 'core-mosquitto',
    port: 1883,
    ssl: false,
    username: 'addons',
    password: 'p/w:1@2',
    protocol: '3.1.1',
  },
};

/** A Supervisor that answers only what its documents name, asked as they say. */
async function supervisor(context: TestContext, answer: (reply: ServerResponse, count: number) => void) {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (request.headers.authorization !== `Bearer ${token}`) reply.writeHead(401).end();
    else answer(reply, asked.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { place: { url: `http://127.0.0.1:${port}`, token: makeSecret(token) }, asked };
}

const json = (reply: ServerResponse, status: number, body: object): void => {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

function placeOf(context: TestContext, options: object) {
  const folder = tempDir(context);
  const path = join(folder, 'options.json');
  writeFileSync(path, JSON.stringify(options));
  return { folder, options: path, ingressFrom: '172.30.32.2', clock };
}

const revealed = (secrets: Readonly<Record<string, { reveal(): string }>>) =>
  Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));

/** The words of the app for Home Assistant, by the files that it asks for. */
interface AppWords {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly network: Readonly<Record<string, string>>;
}

const translated = (tag: string): AppWords =>
  parse(readFileSync(join(app, 'translations', `${tag}.yaml`), 'utf8')) as AppWords;

/** Where texts are, and what they say. */
function textsOf(value: unknown, path = ''): readonly (readonly [path: string, text: unknown])[] {
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, `${path}/${key}`));
}

test('the options have words in each language of the app, and none is left out', () => {
  const languages = tags.filter((tag) => tag !== 'en-XA');
  const files = readdirSync(join(app, 'translations')).toSorted();
  expect(files).toEqual(languages.map((tag) => `${tag}.yaml`).toSorted());
  const english = new Map(textsOf(translated('en')));
  // What is written into an option is the same word in every language; what explains it is none of English.
  const kept = /\b(?:viewer|operator|admin|owner|none|solar_assistant|home_assistant|8000|8887)\b|http:\S+\//g;
  const keptIn = (text: unknown): string => [...new Set(String(text).match(kept))].toSorted().join();
  const faults = languages.flatMap((tag) => {
    const texts = new Map(textsOf(translated(tag)));
    const paths = [...new Set([...english.keys(), ...texts.keys()])];
    return paths.flatMap((path) => {
      const [text, said] = [texts.get(path), english.get(path)];
      if (typeof text !== 'string' || text.trim() === '' || said === undefined) return [`${tag}${path}`];
      const isLeft = tag !== 'en' && path.endsWith('/description') && text === said;
      return isLeft || keptIn(text) !== keptIn(said) ? [`${tag}${path}: ${text}`] : [];
    });
  });
  expect(faults).toEqual([]);
});

test('config.yaml, its words and what is read are the same options', () => {
  const config = parse(readFileSync(join(app, 'config.yaml'), 'utf8')) as {
    readonly options: object;
    readonly schema: object;
    readonly ports: object;
  };
  const words = translated('en');
  const names = Object.keys(standardOptions);
  expect(config.options).toEqual(standardOptions);
  expect(Object.keys(config.schema)).toEqual(names);
  expect(Object.keys(words.configuration)).toEqual(names);
  expect(Object.keys(optionSchema.properties ?? {})).toEqual(names);
  expect(Object.keys(words.network)).toEqual(Object.keys(config.ports));
  // The broker that is used where Home Assistant has none.
  expect(config.ports).toHaveProperty(['1883/tcp'], null);
});

test('everything that is wrong is told at once, at its place, and no secret', () => {
  const text = JSON.stringify(
    {
      mqtt_host: 'a b',
      mqtt_port: 70_000,
      mqtt_password: 4711_0815,
      people: [{ name: 'ann', role: 'king' }],
      log_level: 'infos',
      inverters: 2,
      battery_number: 17,
      mqtt_topic_prefix: '$SYS',
    },
    undefined,
    2,
  );
  const read = readAddonOptions(text);
  const lines = 'problems' in read ? read.problems.map(({ line, why }) => `${line} ${inEnglish(why)}`) : [];
  expect(lines.map((line) => Number(line.split(' ')[0])).toSorted((one, other) => one - other)).toEqual([
    2, 3, 4, 8, 11, 12, 13, 14,
  ]);
  expect(lines.join()).not.toContain('47110815');
  const half = readAddonOptions(JSON.stringify({ clientId: 'x', history_in_influxdb: true, mqtt_password: 'y' }));
  expect('problems' in half && half.problems).toHaveLength(3);
  const address = (text: string) => JSON.stringify({ grafana_address: text });
  for (const right of ['', '/grafana/', 'https://grafana.example.com/d/x?kiosk'])
    expect(readAddonOptions(address(right))).toHaveProperty('options');
  for (const wrong of ['//host/', 'ftp://host/', 'http://ann:word@host/', 'grafana'])
    expect(readAddonOptions(address(wrong))).toHaveProperty('problems');
  for (const wrong of ['', '[]', 'nonsense: [', '{"mqtt_port": null}'])
    expect(readAddonOptions(wrong)).toHaveProperty('problems');
});

test('without a broker it asks the Supervisor, also when that is busy at first; with one it asks nobody', async (context) => {
  const { place, asked } = await supervisor(context, (reply, count) =>
    count < 3 ? json(reply, 502, { result: 'error' }) : json(reply, 200, offered),
  );
  const call = await serveCall({
    ...placeOf(context, { people: [{ name: 'ann', role: 'owner' }] }),
    supervisor: place,
  });
  expect(asked).toEqual(Array.from({ length: 3 }, () => 'GET /services/mqtt'));
  expect(call.args.join(' ')).toContain('--mqtt-broker mqtt://addons@core-mosquitto:1883');
  expect(call.args.join(' ')).toContain('--ingress-from=172.30.32.2 --ingress-roles ann=owner,*=viewer');
  expect(call.args.join(' ')).not.toContain('p/w');
  expect(revealed(call.secrets)).toEqual({ SOLSTEAD_MQTT_PASSWORD: 'p/w:1@2' });
  const own = { mqtt_host: 'fe80::1', mqtt_username: 'a@b', mqtt_password: 'x', clientId: 'c', clientSecret: 's' };
  expect(call.args.join(' ')).not.toMatch(/--grafana|--ocpp-port/);
  const unit = { mqtt_topic_prefix: 'solar_assistant', inverter_number: 2 };
  expect(call.isWithoutHistoryCopy).toBe(false);
  const ways = {
    ...unit,
    charge_points: true,
    history_copy: false,
    grafana_address: 'http://homeassistant.local:3001/',
  };
  const named = await serveCall({ ...placeOf(context, { ...own, ...ways }), supervisor: place });
  expect(asked).toHaveLength(3);
  expect(named.isWithoutHistoryCopy).toBe(true);
  expect(named.args.join(' ')).toContain('--mqtt-broker mqtt://a%40b@[fe80::1]:1883');
  expect(named.args.join(' ')).toContain('--ocpp-port 8887 --grafana http://homeassistant.local:3001/');
  expect(named.args.join(' ')).toContain('--solar-assistant=solar_assistant --solar-assistant-parts=2,1');
  expect(named.args.join(' ')).toContain(
    '--uplink wss://broker.carbonoz.com:8000 --uplink-client c --uplink-form documented',
  );
  expect(revealed(named.secrets)).toEqual({ SOLSTEAD_MQTT_PASSWORD: 'x', SOLSTEAD_UPLINK_SECRET: 's' });
});

test('no broker at Home Assistant is the built-in one; a Supervisor that fails or lies is told and not taken for that', async (context) => {
  const none = await supervisor(context, (reply) =>
    json(reply, 400, { result: 'error', message: 'Service not enabled' }),
  );
  const unit = { mqtt_topic_prefix: 'solar_assistant' };
  const call = await serveCall({ ...placeOf(context, unit), supervisor: none.place });
  expect(call.args).not.toContain('--mqtt-broker');
  // Nobody but its own accounts speaks at the broker that it brings along.
  expect(call.args.join(' ')).not.toContain('--solar-assistant');
  const bad: ((reply: ServerResponse) => void)[] = [
    (reply) => json(reply, 500, {}),
    (reply) => json(reply, 200, { result: 'error' }),
    (reply) => json(reply, 200, { result: 'ok', data: { host: 'a@b', port: 1883 } }),
    (reply) => json(reply, 200, { result: 'ok', data: { host: 'a', port: '1883' } }),
    (reply) => reply.end('<html>'),
    (reply) => reply.end('x'.repeat(200_000)),
    (reply) => reply.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    (reply) => reply.destroy(),
  ];
  for (const answer of bad) {
    const { place } = await supervisor(context, answer);
    await expect(serveCall({ ...placeOf(context, {}), supervisor: place })).rejects.toMatchObject({
      code: 'link.unavailable',
    });
  }
});

test('the app runs: it serves with its options, and ends with 2 where they are wrong', async (context) => {
  const { place } = await supervisor(context, (reply) => json(reply, 400, { result: 'error' }));
  const { folder } = placeOf(context, { history_in_influxdb: true, influxdb: true });
  mkdirSync(join(folder, 'credentials'));
  writeFileSync(join(folder, 'credentials', 'influxdb'), 'word-of-influx\n');
  const call = await serveCall({
    folder,
    options: join(folder, 'options.json'),
    ingressFrom: '::1',
    clock: systemClock,
    supervisor: place,
  });
  expect(revealed(call.secrets)).toEqual({ SOLSTEAD_HISTORY_PASSWORD: 'word-of-influx' });
  writeFileSync(join(folder, 'options.json'), '{"mqtt_port": 0, "log_level": "loud"}');
  const child = await spawned(
    context,
    [process.execPath, join(root, 'src/main/solstead.ts'), 'addon', '--folder', folder, '--check'],
    {},
  );
  await expect.poll(() => child.exit(), { timeout: 20_000 }).toBe(2);
  expect(child.output()).toMatch(/1:15 .*1:31 /);
  writeFileSync(join(folder, 'options.json'), '{}');
  const told = await spawned(
    context,
    [process.execPath, join(root, 'src/main/solstead.ts'), 'addon', '--folder', folder, '--check', '--json'],
    {},
  );
  await expect.poll(() => told.exit(), { timeout: 20_000 }).toBe(0);
  expect(JSON.parse(told.output())).toEqual({ file: join(folder, 'options.json'), ok: true, problems: [] });
});
