// `node bench/walk.ts [folder of a checkout]`: what runs for one event. Files and named functions of the server that V8 counted
// while a late reading was taken, a relay was switched, and an inverter was asked one round; a live socket watches.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { hourMs } from '#core/time.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { spawned } from '#tools/testkit/spawned.ts';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const program = join(root, 'bin/solstead.js');
const host = '127.0.0.1';
/** How often the inverter is asked. */
const roundMs = 5000;
const endings: (() => unknown)[] = [];
const owner = { onTestFinished: (end: () => unknown) => void endings.unshift(end) };

/** The few doors of a house that every version has. */
interface House {
  readonly hub: { ingest(batch: object): void; flush(): Promise<void> };
  close(): Promise<void>;
}

interface Counted {
  readonly files: number;
  readonly functions: number;
  readonly calls: ReadonlyMap<string, number>;
}

/** A function of the checkout, which may be of another version. */
async function load(path: string, name: string): Promise<(options: object) => Promise<never>> {
  const module = (await import(pathToFileURL(join(root, path)).href)) as Record<
    string,
    (options: object) => Promise<never>
  >;
  const found = module[name];
  if (found === undefined) throw new Error(`${path} has no ${name}`);
  return found;
}

/** A house with its server, claimed by an owner, and how to ask it. */
async function opened() {
  const folder = await mkdtemp(join(tmpdir(), 'solstead-walk-'));
  endings.unshift(() => rmSync(folder, { recursive: true }));
  const log = pino({ level: 'silent' });
  const mqttPort = await freePort();
  const openHouse = await load('src/main/house.ts', 'openHouse');
  const startServer = await load('src/server/server.ts', 'startServer');
  const house: House = await openHouse({ folder, clock, log, broker: { host, port: mqttPort } });
  endings.unshift(() => house.close());
  const current = () => ({ hub: house.hub, demo: false });
  const server: { readonly port: number; close(): Promise<void> } = await startServer({
    host,
    port: 0,
    clock,
    log,
    version: 'walk',
    webRoot: '/nowhere',
    current,
    broker: { host, port: mqttPort },
  });
  endings.unshift(() => server.close());
  let cookie = '';
  const ask = async (method: string, path: string, json?: object): Promise<Record<string, never>> => {
    const response = await fetch(`http://${host}:${server.port}/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, origin: `http://${host}:${server.port}` },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, never>;
  };
  const site = { name: 'Home', timeZone: 'UTC' };
  await ask('POST', 'owner', { name: 'Anna', password: 'correct horse', site });
  const socket = new WebSocket(`ws://${host}:${server.port}/api/v1/live?site=home`, { headers: { cookie } });
  endings.unshift(() => socket.terminate());
  return { house, ask, mqttPort, socket };
}

/** What ran meanwhile, emulators left out. */
async function counted(session: Session, event: () => Promise<void>): Promise<Counted> {
  await session.post('Profiler.takePreciseCoverage');
  await event();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const prefix = pathToFileURL(join(root, 'src/')).href;
  const files = new Set<string>();
  const calls = new Map<string, number>();
  for (const { url, functions } of result) {
    if (!url.startsWith(prefix) || url.startsWith(`${prefix}sim/`)) continue;
    for (const { functionName, ranges } of functions) {
      const count = ranges[0]?.count ?? 0;
      if (count === 0 || functionName === '') continue;
      const file = url.slice(prefix.length);
      files.add(file);
      const key = `${file} ${functionName} @${ranges[0]?.startOffset ?? 0}`;
      calls.set(key, count);
    }
  }
  return { files: files.size, functions: calls.size, calls };
}

function tell(what: string, { files, functions, calls }: Counted): void {
  const most = [...calls].toSorted(([, left], [, right]) => right - left).slice(0, 3);
  const total = [...calls.values()].reduce((sum, count) => sum + count, 0);
  const busiest = most.map(([name, count]) => `${name.replace(/ @\d+$/, '')} ×${count}`).join(', ');
  process.stdout.write(
    `${what.padEnd(38)}${String(files).padStart(5)} files ${String(functions).padStart(5)} functions `,
  );
  process.stdout.write(`${String(total).padStart(7)} calls; most: ${busiest}\n`);
}

const reading = (atMs: number, value: number): object => {
  return { site: 'home', device: 'meter', atMs, metric: ['pv.power'], value: [value], quality: ['good'] };
};

async function main(): Promise<void> {
  const { house, ask, mqttPort, socket } = await opened();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

  // A device that is never reached: its readings are handed in.
  const settings = { liveSeconds: 3600, retries: 0 };
  const closed = `tcp://${host}:${await freePort()}`;
  const meter = { name: 'Meter', protocol: 'pi30', address: closed };
  // An earlier checkout has them in a part of their own.
  await ask('POST', 'sites/home/devices', { ...meter, ...settings }).catch(() =>
    ask('POST', 'sites/home/devices', { ...meter, settings }),
  );
  const nowMs = clock.nowMs();
  for (let atMs = nowMs - 6 * hourMs; atMs < nowMs; atMs += 60_000) house.hub.ingest(reading(atMs, 1000));
  await house.hub.flush();
  await sleep(8000);
  const late = await counted(session, async () => {
    house.hub.ingest(reading(nowMs - 3 * hourMs + 30_000, 1500));
    await sleep(2600);
  });
  tell('one late reading', late);

  const account = await ask('POST', 'setup/broker-accounts', { username: 'relays' });
  const broker = `mqtt://relays@${host}:${mqttPort}`;
  const env = { SOLSTEAD_MQTT_PASSWORD: String(account['password']) };
  const relays = await spawned(owner, [process.execPath, program, 'emulate', 'shelly-pro3', '--broker', broker], {
    env,
  });
  const said = await relays.waitForOutput(/topics begin with (\S+)\//, 20_000);
  const topic = /topics begin with (\S+)\//.exec(said)?.[1] ?? '';
  const mqtt = 'mqtt://built-in:1883';
  await ask('POST', 'sites/home/devices', { name: 'Relays', protocol: 'shelly-pro3', address: mqtt, topic });
  await sleep(3000);
  /** A checkout before the command language has another path for relays. */
  const switchOn = (): Promise<object> =>
    ask('POST', 'sites/home/devices/relays/commands', { setPoint: 'relay.on.1', value: 1 }).catch(() =>
      ask('POST', 'sites/home/devices/relays/command', { metric: 'relay.on.1', value: 1 }),
    );
  const relay = await counted(session, async () => {
    await switchOn();
    await sleep(150);
  });
  tell('one relay command', relay);
  await ask('DELETE', 'sites/home/devices/relays');

  const port = await freePort();
  const inverter = await spawned(owner, [process.execPath, program, 'emulate', 'pi30', '--tcp-port', String(port)]);
  await inverter.waitForPort(port, 20_000);
  const address = `tcp://${host}:${port}`;
  await ask('POST', 'sites/home/devices', { name: 'Roof', protocol: 'pi30', address });
  // Settings and identity are asked first; then, between two rounds, the count begins.
  await sleep(15_000);
  let heardMs = clock.monotonicMs();
  let messages = 0;
  socket.on('message', (message: Buffer) => {
    messages += 1;
    if (message.includes('grid.voltage')) heardMs = clock.monotonicMs();
  });
  const quietMs = 2000;
  while (clock.monotonicMs() - heardMs < quietMs) await sleep(20);
  messages = 0;
  const round = await counted(session, () => sleep(roundMs));
  tell(`one round of PI30 (${messages} live messages)`, round);
}

try {
  await main();
} finally {
  for (const end of endings) await end();
}
