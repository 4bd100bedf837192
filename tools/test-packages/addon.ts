// The app of Home Assistant: its image is built, and it runs as its Supervisor starts it, with all that is around it there.
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type AddonHouse, appAddress, given, openAddonHouse, supervisorAddress } from './addon-house.ts';
import { needsPrograms, needsRoot, NotHere, type Step, until } from './step.ts';

/** Errors: what was said is not what was to be said. */
function isIn(what: string, text: string, wanted: string | RegExp): void {
  if (!(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)))
    throw new Error(`${what}: no ${wanted} in: ${text.slice(-800)}`);
}

/** What s6 says of a service: whether it is up, whether it is ready, its process. */
const stateOf = ({ inside }: AddonHouse, service: string): readonly string[] =>
  inside(`PATH=$PATH:/command s6-svstat -o up,ready,pid /run/service/${service} || echo none none`).split(/\s+/);

async function isReady(house: AddonHouse, service: string, than = ''): Promise<string> {
  return until(
    `${service} ready`,
    () => {
      const [up, ready, pid = ''] = stateOf(house, service);
      return up === 'true' && ready === 'true' && pid !== than ? pid : undefined;
    },
    60_000,
  ).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : ''}\n${house.log().slice(-1500)}`, { cause: error });
  });
}

/** Who runs a service, as /proc says it. */
const userOf = ({ inside }: AddonHouse, pid: string): string =>
  inside(`stat -c %U /proc/${pid}; tr '\\0' ' ' < /proc/${pid}/cmdline`).replace('\n', ' ');

/** A request as it comes from the Supervisor, for somebody whom Home Assistant has signed in. */
function byIngress({ beside }: AddonHouse, path: string, body?: object): string {
  const headers = ['X-Remote-User-Id: a1', 'X-Remote-User-Name: ann', 'X-Ingress-Path: /api/hassio_ingress/tok'];
  const sent = body === undefined ? [] : ['-H', 'content-type: application/json', '-d', JSON.stringify(body)];
  const named = headers.flatMap((one) => ['-H', one]);
  const from = ['--interface', supervisorAddress ?? ''];
  return beside(['curl', '-sS', '--max-time', '10', ...from, ...named, ...sent, `http://${appAddress}:6789${path}`]);
}

/** Ports that are open to others. */
function openPorts({ beside }: AddonHouse): string {
  const open = beside(['ss', '-ltnH']).matchAll(/ (?:0\.0\.0\.0|\*|\[::\]):(\d+) /g);
  return [...open]
    .map(([, port]) => Number(port))
    .toSorted((one, other) => one - other)
    .join(' ');
}

/** Nothing is switched on but the home. */
async function homeAlone(house: AddonHouse): Promise<readonly string[]> {
  house.start({}, { fresh: true });
  const home = await isReady(house, 'solstead');
  isIn('the user of the home', userOf(house, home), /^solstead .*\/lib\/node /);
  for (const service of ['influxdb', 'grafana']) {
    const pid = await isReady(house, service);
    isIn(`${service}, switched off`, userOf(house, pid), /^(?!root).* sleep infinity/);
  }
  if (openPorts(house) !== '6789') throw new Error(`open: ${openPorts(house)}`);
  await until('the account at the broker', () => (/u'addons'/.test(house.brokerLog()) ? true : undefined), 20_000);
  const { docker } = house;
  const health = (): string => docker('inspect', '-f', '{{.State.Health.Status}}', 'app').trim();
  await until('healthy', () => (health() === 'healthy' ? true : undefined), 30_000);
  const claim = { name: 'ann', password: 'a short sentence of mine', site: { name: 'Home', timeZone: 'UTC' } };
  isIn('the first of ingress', byIngress(house, '/api/v1/owner', claim), '"role":"owner"');
  const pid = stateOf(house, 'influxdb')[2];
  house.inside(`kill -9 ${home}`);
  await isReady(house, 'solstead', home);
  isIn('after kill -9', byIngress(house, '/api/v1/session'), '"role":"owner"');
  if (stateOf(house, 'influxdb')[2] !== pid) throw new Error('the services beside were started again');
  return ['home ready as its own user, healthy, at the broker of the Supervisor', 'kill -9: back, the rest untouched'];
}

/** What the Supervisor calls for a backup, and what becomes of one. */
async function backup(house: AddonHouse): Promise<readonly string[]> {
  const beganMs = performance.now();
  house.inside('/usr/lib/solstead-app/before-backup');
  const tookMs = performance.now() - beganMs;
  const kept = join(house.data, 'snapshot');
  if (!existsSync(join(kept, 'records.db'))) throw new Error('the backup holds no records');
  await isReady(house, 'solstead');
  const aside = join(house.data, '..', 'of-the-backup');
  renameSync(kept, aside);
  house.inside('/usr/lib/solstead-app/after-backup');
  const stoppedMs = performance.now();
  house.docker('stop', '-t', '60', 'app');
  const stopMs = performance.now() - stoppedMs;
  const code = house.docker('inspect', '-f', '{{.State.ExitCode}}', 'app').trim();
  if (code !== '0' || stopMs > 20_000) throw new Error(`stopped with ${code} after ${(stopMs / 1000).toFixed(1)} s`);
  rmSync(house.data, { recursive: true });
  mkdirSync(house.data);
  renameSync(aside, join(house.data, 'snapshot'));
  house.start({ influxdb: true });
  await isReady(house, 'solstead');
  isIn('a restored home', house.log(), 'goes on with the home of the backup');
  isIn('a restored home', byIngress(house, '/api/v1/session'), '"role":"owner"');
  return [
    `copied for a backup in ${(tookMs / 1000).toFixed(1)} s and restored`,
    `stopped with 0 in ${(stopMs / 1000).toFixed(1)} s`,
  ];
}

/** InfluxDB, with its own account, and what becomes of the home when it fails. */
async function database(house: AddonHouse): Promise<readonly string[]> {
  const first = await isReady(house, 'influxdb');
  isIn('the user of InfluxDB', userOf(house, first), /^influxdb influxd /);
  const word = readFileSync(join(house.data, 'credentials', 'influxdb'), 'utf8');
  const databases = (account: string): string =>
    house.beside(['curl', '-s', '-u', account, 'http://127.0.0.1:8086/query?q=SHOW+DATABASES']);
  await until('its database', () => (databases(`solstead:${word}`).includes('home_assistant') ? true : undefined));
  isIn('a wrong password', databases('solstead:adminpassword'), 'authorization failed');
  if (openPorts(house) !== '6789 8086') throw new Error(`open: ${openPorts(house)}`);
  const home = stateOf(house, 'solstead')[2];
  house.inside(`kill -9 ${first}`);
  const second = await isReady(house, 'influxdb', first);
  house.inside(`echo 9 > /run/solstead-failures/influxdb; kill -9 ${second}`);
  await until('given up', () => (/influxdb has ended 10 times/.test(house.log()) ? true : undefined), 20_000);
  await until('it stays down', () => (stateOf(house, 'influxdb')[0] === 'false' ? true : undefined), 20_000);
  if (stateOf(house, 'solstead')[2] !== home) throw new Error('the home was started again');
  isIn('the home without it', byIngress(house, '/api/v1/session'), '"role":"owner"');
  return ['InfluxDB as its own user with its own password', 'killed: back; ten times: given up, and the home stayed'];
}

/** History in it from the first moment; and options that are wrong. */
async function otherOptions(house: AddonHouse): Promise<readonly string[]> {
  house.start({ influxdb: true, history_in_influxdb: true, grafana: true, receive_homes: true }, { fresh: true });
  await isReady(house, 'solstead');
  const ready = (): string => house.beside(['curl', '-s', 'http://127.0.0.1:6789/health/ready']);
  await until('history', () => (/"history","ok":true/.test(ready()) ? true : undefined), 60_000);
  isIn('grafana', house.log(), 'this image has no Grafana');
  if (openPorts(house) !== '6789 8000 8086') throw new Error(`open: ${openPorts(house)}`);
  house.start({ mqtt_port: 0 });
  const status = (): string => house.docker('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', 'app').trim();
  await until('its end', () => (status() === 'exited 2' ? true : undefined), 30_000);
  isIn('wrong options', house.log(), 'mqtt_port');
  return ['history in InfluxDB', 'wrong options: ended with 2'];
}

/** Secrets are their user's alone, and none is in a log. */
function secrets(house: AddonHouse, logs: readonly string[]): string {
  const files = ['options.json', 'credentials/influxdb', 'credentials/grafana'].map((name) => join(house.data, name));
  const kept = globSync('solstead/secrets/*', { cwd: house.data }).map((name) => join(house.data, name));
  for (const path of [...files, ...kept])
    if ((statSync(path).mode & 0o077) !== 0) throw new Error(`others may read ${path}`);
  const words = [...files.slice(1).map((path) => readFileSync(path, 'utf8')), given.token, given.broker];
  for (const word of words) if (logs.some((log) => log.includes(word))) throw new Error('a secret is in the log');
  return `${files.length + kept.length} secret files are their users’ alone, ${words.length} secrets in no log`;
}

/** The app on a base that is made here. */
export const addonStep: Step = {
  name: 'app of Home Assistant',
  async run(place) {
    needsRoot();
    needsPrograms('dockerd', 'docker', 'nsenter', 'ip', 'ss', 'curl', 'mosquitto', 'mosquitto_passwd');
    if (process.arch !== 'x64') throw new NotHere('it is tried on amd64');
    const house = await openAddonHouse(place);
    try {
      const seen: string[] = [];
      const logs: string[] = [];
      for (const part of [homeAlone, backup, database, otherOptions]) {
        seen.push(...(await part(house)));
        logs.push(house.log());
      }
      const base = place.addonBase === undefined ? 'a stand-in for s6-overlay' : 's6-overlay';
      return [`image built on ${base}`, ...seen, secrets(house, logs)].join('; ');
    } finally {
      await house.close();
    }
  },
};
